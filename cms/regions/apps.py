"""The app of this room."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """Names the app."""

    name = "cms.regions"
    label = "regions"
