"""The makers and sellers."""

from django.apps import AppConfig


class ProducersConfig(AppConfig):
    """Companies, cooperatives, cooperative groups and households."""

    name = "catalog.producers"
    label = "producers"
