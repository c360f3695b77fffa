"""The app of this room."""

from django.apps import AppConfig


class NavigationConfig(AppConfig):
    """Names the app and listens for changes."""

    name = "cms.navigation"
    label = "navigation"

    def ready(self) -> None:
        """Listen for changes of pages and of the foot."""
        from cms.navigation import receivers

        receivers.listen()
