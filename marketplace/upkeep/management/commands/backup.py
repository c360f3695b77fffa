"""Write the whole shop into one file: `manage.py backup FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.upkeep.backups import write_backup
from marketplace.upkeep.errors import UnableToBackUp


class Command(BaseCommand):
    """Write database and pictures into one file, while the shop runs."""

    help = "Write database and pictures into one file, while the shop runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read the name of the file."""
        parser.add_argument("file", type=Path, help="new tar file; .tar.gz compresses it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and say what it holds.

        Raises:
            CommandError: no backup was written.
        """
        try:
            manifest = write_backup(options["file"].expanduser().resolve())
        except UnableToBackUp as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest.rows.values())
        self.stdout.write(f"{options['file']}: {rows} rows in {len(manifest.rows)} tables, {manifest.media} media files")
