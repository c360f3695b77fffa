"""The app of this room."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Names the app."""

    name = "cms.pages"
    label = "pages"
