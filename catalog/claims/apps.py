"""Stars claimed in words."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """What texts claim, and whether a record stands behind it."""

    name = "catalog.claims"
    label = "claims"
