"""The room as a Django app."""

from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    """What producers are owed, and how it reaches them."""

    name = "marketplace.payouts"
