"""The official registry: sources, records, sync runs, review."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """How official records reach the shop."""

    name = "catalog.registry"
    label = "registry"
