"""`manage.py reconcile`: finish what was abandoned, and list what a person must look at."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from catalog.lib.money import format_dong
from marketplace.orders.reconciling import finish_what_is_safe
from marketplace.reconciliation.findings import keep_findings
from marketplace.reconciliation.models import OpenFinding


class Command(BaseCommand):
    """Ask about waiting cards, end what is over, send refunds; then compare orders, money and books."""

    help = "Finish what was abandoned, and list what a person must look at."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and print the list."""
        done = finish_what_is_safe()
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in done.items()))
        keep_findings()  # by hand, the providers' whole lists
        left = list(OpenFinding.objects.filter(gone_at=None).order_by("pk"))
        for finding in left:
            self.stdout.write(f"{finding.kind:<26}  {format_dong(finding.amount):>16}  {finding.reference}")
        self.stdout.write(f"{len(left)} to look at")
