"""`manage.py ledger verify|balances`: check the books, or show them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.lib.money import format_dong
from marketplace.ledger.selectors import balances, imbalance, unbalanced_journals


class Command(BaseCommand):
    """Check that every journal balances and that the books add up to zero; or show the balances."""

    help = "verify: check the books; balances: show every account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read what to do."""
        parser.add_argument("action", choices=["verify", "balances"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: the books do not balance.
        """
        if options["action"] == "balances":
            for name, amount in balances():
                self.stdout.write(f"{format_dong(amount):>20}  {name}")
            return
        wrong = unbalanced_journals()
        if wrong or imbalance():
            raise CommandError(f"The books do not balance: {imbalance()} đ; journals {', '.join(wrong) or 'none'}")
        self.stdout.write("The books balance: 0 ₫")
