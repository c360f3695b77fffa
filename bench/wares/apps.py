"""The app of the yardstick."""

from django.apps import AppConfig


class WaresConfig(AppConfig):
    """Holds wares alone."""

    name = "bench.wares"
    label = "wares"
    default_auto_field = "django.db.models.BigAutoField"
