"""The room as a Django app."""

from django.apps import AppConfig


class CarriersConfig(AppConfig):
    """Carriers' settlements, row by row."""

    name = "marketplace.carriers"
