"""The room as a Django app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Placed orders, split into one parcel per producer."""

    name = "marketplace.orders"
