"""Decisions, awards and badges."""

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    """What public bodies have decided about products."""

    name = "catalog.certification"
    label = "certification"
