"""The app of this room."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Names the app and has sizes made of each new picture."""

    name = "cms.media"
    label = "media"

    def ready(self) -> None:
        """Listen to saved pictures."""
        from cms.media import receivers

        receivers.connect()
