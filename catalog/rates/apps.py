"""Rates of foreign currencies."""

from django.apps import AppConfig


class RatesConfig(AppConfig):
    """What a unit of a foreign currency is worth in đồng, by day."""

    name = "catalog.rates"
    label = "rates"
