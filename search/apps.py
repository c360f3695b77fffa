"""Search: one query interface over an embedded engine."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding products, makers, stories and places. Oscar's app already bears the label `search`."""

    name = "search"
    label = "marketsearch"

    def ready(self) -> None:
        """Listen to what the storeys below announce."""
        from search import receivers

        receivers.connect()
