"""The room as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Where every đồng is: double entry, append-only."""

    name = "marketplace.ledger"
