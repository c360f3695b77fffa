"""`manage.py take_statement FILE [--officer EMAIL] [--dry-run]`: settle orders from a bank's csv statement."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.lib.money import format_dong
from marketplace.accounts.models import User
from marketplace.payments.errors import UnreadableStatement
from marketplace.payments.statements import LAYOUTS, columns_of, read_statement
from marketplace.reconciliation.services import take_rows


class Command(BaseCommand):
    """Read a statement, settle what is for an order, and list the rest with a proposal."""

    help = "Settle orders from a bank's csv statement; the same file twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read file, officer and whether to look only."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--officer", default="", help="e-mail of the officer who acts")
        parser.add_argument("--bank", choices=LAYOUTS, default="any", help="whose columns the file has")
        parser.add_argument("--dry-run", action="store_true", help="only show how the file is read")

    def handle(self, *args: Any, **options: Any) -> None:
        """Settle, and say what became of every row.

        Raises:
            CommandError: the file or the officer cannot be found or read.
        """
        try:
            data = options["file"].read_bytes()
            rows, columns = read_statement(data, options["bank"]), columns_of(data, options["bank"])
        except (OSError, UnreadableStatement) as error:
            raise CommandError(f"The statement cannot be read: {error}") from error
        if options["dry_run"]:
            self.stdout.write(", ".join(f"{name} = {heading}" for name, heading in columns.items()))
            for row in rows:
                self.stdout.write(f"{row.line:>5}  {format_dong(row.amount):>16}  {row.reference or '–':<14}  {row.id}")
            return
        officer = User.objects.filter(email__iexact=options["officer"]).first() if options["officer"] else None
        if options["officer"] and officer is None:
            raise CommandError("Nobody has this e-mail")
        for outcome in take_rows(rows, officer=officer):
            self.stdout.write(f"{outcome.row.line:>5}  {format_dong(outcome.row.amount):>16}  {outcome.kind:<9}  {outcome.proposal}")
