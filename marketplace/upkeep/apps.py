"""Upkeep as an app: it has commands."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """What keeps the shop running: backup and restore, periodic work, jobs whose worker died."""

    name = "marketplace.upkeep"
