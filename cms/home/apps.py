"""The app of this room."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Names the app."""

    name = "cms.home"
    label = "home"
