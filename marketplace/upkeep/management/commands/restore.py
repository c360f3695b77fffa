"""Bring the whole shop back from one file: `manage.py restore FILE [--force]`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from marketplace.upkeep.backups import restore_backup
from marketplace.upkeep.errors import UnableToRestore


class Command(BaseCommand):
    """Bring database and pictures back, compare them with what was written, and build the search index."""

    help = "Bring database and pictures back from a backup, compare them with it, and build the search index. Stop the shop first."
    # The database may still be empty: nothing to check in it.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read the name of the file and whether the present shop may be replaced."""
        parser.add_argument("file", type=Path, help="a file that manage.py backup wrote")
        parser.add_argument("--force", action="store_true", help="replace a database and pictures that are not empty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, bring an older backup up to date, index.

        Raises:
            CommandError: nothing usable was restored.
        """
        try:
            manifest = restore_backup(options["file"].expanduser().resolve(), force=options["force"])
        except UnableToRestore as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest.rows.values())
        self.stdout.write(f"{options['file']}: {rows} rows in {len(manifest.rows)} tables, {manifest.media} media files, all compared")
        call_command("migrate", verbosity=0)
        call_command("search_index", "rebuild", stdout=self.stdout)
