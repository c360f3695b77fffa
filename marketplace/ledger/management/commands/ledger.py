"""`manage.py ledger verify|balances`: check the books, or show them."""

from __future__ import annotations

from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.lib.money import format_minor
from marketplace.ledger.proofs import gaps
from marketplace.ledger.selectors import balances, imbalances, unbalanced_journals

MOST_NAMED = 200


class Command(BaseCommand):
    """Check that every journal balances in each currency and that all that happened is posted; or show the balances."""

    help = "verify: check the books; balances: show every account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read what to do."""
        parser.add_argument("action", choices=["verify", "balances"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: the books do not balance, or something that happened is not in them.
        """
        if options["action"] == "balances":
            for name, currency, amount in balances():
                self.stdout.write(f"{format_minor(amount, currency):>20}  {name}")
            return
        wrong = [f"{currency} {total}" for currency, total in imbalances().items() if total]
        wrong += [f"{key}: does not balance" for key in unbalanced_journals()]
        wrong += [str(gap) for gap in islice(gaps(), MOST_NAMED)]
        if wrong:
            raise CommandError("The books are wrong:\n" + "\n".join(wrong))
        self.stdout.write(
            f"The books balance: {', '.join(format_minor(0, currency) for currency in imbalances())}; all that happened is posted"
        )
