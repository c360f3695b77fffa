"""`manage.py load_rules`: load issuing bodies, score bands, product groups with their categories, and VAT rates."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from catalog.certification.rules import load_certification_rules
from catalog.products.rules import load_vat_rates


class Command(BaseCommand):
    """Load the dated rules that the shop stands on."""

    help = "Load issuing bodies, score bands, product groups with their categories, and VAT rates; may be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how many."""
        self.stdout.write(f"{load_certification_rules()} rules of certification, {load_vat_rates()} VAT rates")
