"""`manage.py load_rates [FILE]`: load the rate table of delivery."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from marketplace.delivery.services import DATA, load_rates


class Command(BaseCommand):
    """Load rates from a TOML file of the shape of `marketplace/delivery/data/rates.toml`."""

    help = "Load the rate table of delivery; may be run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read the file's name."""
        parser.add_argument("file", nargs="?", type=Path, default=DATA)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load."""
        load_rates(options["file"])
        self.stdout.write("Rates are loaded")
