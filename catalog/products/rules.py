"""Bring the rates of value added tax into the database, from the committed table."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.db import transaction

from catalog.products.models import VatRate

FILE = Path(__file__).parent / "data" / "vat.toml"


@transaction.atomic
def load_vat_rates() -> int:
    """Load the rates; again and again, with the same result. Gives the number of rows in the table."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["rates"]
    for row in rows:
        facts = {"percent": row["percent"], "valid_to": row.get("valid_to"), "source": row["source"]}
        VatRate.objects.update_or_create(vat_class=row["vat_class"], valid_from=row["valid_from"], defaults=facts)
    return len(rows)
