"""The app of this room."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Names the app."""

    name = "cms.stories"
    label = "stories"
