"""The app of this room."""

from django.apps import AppConfig


class BlocksConfig(AppConfig):
    """Names the app."""

    name = "cms.blocks"
    label = "blocks"
