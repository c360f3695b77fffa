"""Load the demo shop: `manage.py load_demo [--products N]`."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from marketplace.demo import pictures, synthetic
from search.receivers import changes_gathered

# Each is a module of marketplace.demo with `load()`, which may be run again at any time and then changes nothing.
STEPS = (
    "rules",
    "places",
    "delivery",
    "charges",
    "people",
    "makers",
    "products",
    "vouchers",
    "awards",
    "records",
    "stories",
    "regions",
    "pages",
    "home",
    "pictures",
)


class Command(BaseCommand):
    """Load places, rules, people, makers, products, awards, stories and pictures; a second run changes nothing."""

    help = "Load the demo shop; a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read `--products`."""
        parser.add_argument("--products", type=int, default=0, help="also make N synthetic products, for measuring")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every step with a progress line.

        Raises:
            CommandError: these settings do not allow sample data.
        """
        if not settings.DEMO:
            raise CommandError("Sample data are refused here: they exist only under the development settings")
        with changes_gathered():
            for name in STEPS:
                begin = time.monotonic()
                import_module(f"marketplace.demo.{name}").load()
                self.stdout.write(f"{name}: {time.monotonic() - begin:.1f} s")
            if options["products"]:
                self.stdout.write(f"synthetic products: {synthetic.load(options['products'])}")
                pictures.hang_products()
