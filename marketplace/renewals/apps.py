"""The room as a Django app."""

from django.apps import AppConfig


class RenewalsConfig(AppConfig):
    """Telling makers that stars end, and gathering the papers for a new evaluation."""

    name = "marketplace.renewals"

    def ready(self) -> None:
        """Hear of awards that follow others."""
        from marketplace.renewals import receivers

        receivers.connect()
