"""The demo shop as an app: it has a command."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Room of the demo shop."""

    name = "marketplace.demo"
