"""`manage.py load_places`: load provinces, Hanoi's communes and craft villages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from catalog.places.services import load_places


class Command(BaseCommand):
    """Load the shop's own tables of places."""

    help = "Load the 34 provinces, Hanoi's 126 wards and communes, and the craft villages; may be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how many."""
        self.stdout.write(f"{load_places()} places")
