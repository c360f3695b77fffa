"""The room as a Django app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """How an order is paid."""

    name = "marketplace.payments"
