"""The room as a Django app."""

from django.apps import AppConfig


class BankRefundsConfig(AppConfig):
    """Where buyers want their money back, and who sends it there."""

    name = "marketplace.bank_refunds"
