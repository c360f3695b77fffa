"""The room as a Django app."""

from django.apps import AppConfig


class DepartmentDeskConfig(AppConfig):
    """Where officers see to records, stars and targets."""

    name = "marketplace.department_desk"
