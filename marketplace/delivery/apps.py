"""The room as a Django app."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Where a parcel goes, what that costs and how long it takes."""

    name = "marketplace.delivery"
