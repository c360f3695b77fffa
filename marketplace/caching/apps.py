"""The room as a Django app."""

from django.apps import AppConfig


class CachingConfig(AppConfig):
    """Pages kept for visitors of whom we know nothing."""

    name = "marketplace.caching"
