"""The room as a Django app."""

from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    """What banks tell, what does not fit, and who decides about it."""

    name = "marketplace.reconciliation"
