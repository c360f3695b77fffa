"""The room as a Django app."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """Keeps the department's watch list in step with what people write."""

    name = "marketplace.watch"

    def ready(self) -> None:
        """Hear of texts and badges that changed."""
        from marketplace.watch import receivers

        receivers.connect()
