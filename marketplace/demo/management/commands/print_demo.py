"""`manage.py print_demo`: print the demo's drawings ahead; `load_demo` then finds them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from marketplace.demo.pictures import print_ahead


class Command(BaseCommand):
    """Print every drawing of the demo shop into the data folder. Asks no database."""

    help = "Print the demo's drawings ahead, for instance while the database is migrated."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        """Print."""
        self.stdout.write(f"{print_ahead()} drawings")
