"""The audit log."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, kept for good."""

    name = "catalog.audit"
    label = "audit"
