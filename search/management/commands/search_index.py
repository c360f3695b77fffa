"""Rebuild the index, compare it with the database, say how it stands."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.lib.languages import Language
from search.documents import all_documents
from search.engines import engine


class Command(BaseCommand):
    """Look after the search index."""

    help = "rebuild: build anew and switch. verify: name what differs from the database. status: count documents."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("action", choices=["rebuild", "verify", "status"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        getattr(self, options["action"])()

    def rebuild(self) -> None:
        """Build anew beside the index in use, then switch."""
        begin = time.monotonic()
        count = engine().rebuild(all_documents())
        seconds = time.monotonic() - begin
        self.stdout.write(f"{count} documents in {seconds:.1f} s ({count / max(seconds, 0.001):.0f} a second)")

    def status(self) -> None:
        """Count documents by language."""
        for language in Language.values:
            self.stdout.write(f"{language}: {len(engine().keys(language))} documents")

    def verify(self) -> None:
        """Fail with the keys that only one side has."""
        wanted: dict[str, set[str]] = {language: set() for language in Language.values}
        for document in all_documents():
            wanted[document.language].add(document.key)
        differences = []
        for language, keys in wanted.items():
            found = engine().keys(language)
            differences += [f"{language}: missing {key}" for key in sorted(keys - found)]
            differences += [f"{language}: too many {key}" for key in sorted(found - keys)]
        if differences:
            raise CommandError("The index differs from the database (search_index rebuild mends it):\n" + "\n".join(differences[:50]))
        self.stdout.write("Index and database agree")
