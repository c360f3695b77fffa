"""The room as a Django app."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Complaints about parcels: filed, answered, escalated, refunded."""

    name = "marketplace.complaints"
