"""The room as a Django app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What people may ask of their personal data."""

    name = "marketplace.privacy"
