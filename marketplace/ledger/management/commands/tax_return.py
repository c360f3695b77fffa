"""`manage.py tax_return 2026-11 FILE.xlsx`: write the monthly return of withheld tax as csv or xlsx."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from catalog.lib.money import format_dong
from catalog.lib.sheets import csv_lines, xlsx_file
from marketplace.ledger.returns import monthly_return, return_header, return_sheet


class Command(BaseCommand):
    """Write the return of a month to a file, in Vietnamese."""

    help = "Write the monthly return of withheld tax to a .csv or .xlsx file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read month and file."""
        parser.add_argument("month", help="such as 2026-11")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, and say what is to be paid.

        Raises:
            CommandError: no month, or neither csv nor xlsx.
        """
        try:
            month = datetime.strptime(options["month"], "%Y-%m").date()  # a month has no zone
        except ValueError as error:
            raise CommandError("Name the month as 2026-11") from error
        found = monthly_return(month)
        with override("vi"):
            header, rows = return_header(), list(return_sheet(found))
        if options["file"].suffix == ".csv":
            data = b"".join(csv_lines(header, rows))
        elif options["file"].suffix == ".xlsx":
            data = xlsx_file(options["month"], header, rows)
        else:
            raise CommandError("The file must end in .csv or .xlsx")
        options["file"].write_bytes(data)
        self.stdout.write(f"{len(found.rows)} rows; VAT {format_dong(found.vat_due)}, income tax {format_dong(found.income_due)}")
