"""`manage.py import_communes FILE`: communes of other provinces from a CSV file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.places.communes_csv import import_communes
from catalog.places.errors import UnreadableCommunes


class Command(BaseCommand):
    """Import communes, all rows or none."""

    help = "Import communes from a UTF-8 CSV file with the columns code, name, kind, province_code and, if wished, valid_from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say how many; each bad row is told with its line."""
        try:
            text = options["file"].read_text(encoding="utf-8-sig")
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        except UnicodeDecodeError as error:
            raise CommandError("The file is not UTF-8 text: save it as CSV UTF-8") from error
        try:
            count = import_communes(text.splitlines())
        except UnreadableCommunes as error:
            raise CommandError("\n".join([str(error), *error.problems])) from error
        self.stdout.write(f"{count} communes")
