"""The app of this room."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Names the app."""

    name = "cms.letters"
    label = "letters"
