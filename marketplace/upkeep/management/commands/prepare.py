"""Bring a shop up to this version: `manage.py prepare`, before its processes start."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from marketplace.upkeep.errors import SampleDataFound
from marketplace.upkeep.samples import refuse_samples

# Each may run again at any time and then changes nothing.
REFERENCE_DATA = ("load_places", "load_rules", "load_rates")


class Command(BaseCommand):
    """Migrate, load what a shop without makers and products needs, and build the search index if there is none to use."""

    help = "Migrate, load places, rules and rates, build the search index if there is none that this version can read. Sample data are never loaded."
    # Before the first migration there is nothing that a check could look at.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step with one line.

        Raises:
            CommandError: this is a real shop, and its database holds sample data.
        """
        call_command("migrate", verbosity=0)
        self.stdout.write("The database is up to date")
        try:
            refuse_samples()
        except SampleDataFound as error:
            raise CommandError(str(error)) from error
        for name in REFERENCE_DATA:
            call_command(name, stdout=self.stdout)
        call_command("search_index", "prepare", stdout=self.stdout)
