"""Rebuild the index, compare it with the database, say how it stands."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from catalog.lib.languages import Language
from search.engines import IndexedEngine, engine, indexed_engines
from search.engines.version import index_version
from search.queries import SearchQuery
from search.sources import all_documents
from search.upkeep import build_where_needed, copy_here, differences

SHOWN = 50


def _age(seconds: float) -> str:
    for size, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} s"


class Command(BaseCommand):
    """Look after the search index."""

    help = (
        "rebuild: build anew and switch. prepare: build only what is missing, old or broken. verify: name what differs from the "
        "database. status: say how each engine stands. copy: build this node's own index (--every: again and again)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("action", choices=["rebuild", "prepare", "verify", "status", "copy"])
        parser.add_argument(
            "--every",
            type=int,
            default=settings.SEARCH_COPY_SECONDS,
            metavar="SECONDS",
            help="with copy: do it again after so long, until stopped; 0: once",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        if options["action"] == "copy":
            self.copy(options["every"])
        else:
            getattr(self, options["action"])()

    def rebuild(self) -> None:
        """Build anew beside the index in use, then switch."""
        begin = time.monotonic()
        for one in reversed(indexed_engines()):
            try:
                count = one.rebuild(all_documents())
            except Exception as error:
                raise CommandError(f"{one.name} was not rebuilt, the index in use stays: {type(error).__name__}: {error}") from error
            seconds = time.monotonic() - begin
            self.stdout.write(f"{one.name}: {count} documents in {seconds:.1f} s ({count / max(seconds, 0.001):.0f} a second)")
            begin = time.monotonic()

    def prepare(self) -> None:
        """Build what is missing, old or broken."""
        built = build_where_needed()
        self.stdout.write(f"Search index built: {', '.join(built)}" if built else "The search index is up to date")

    def copy(self, every: int) -> None:
        """Build this node's own index."""
        while True:
            self.stdout.write(f"{copy_here()} documents copied")
            if not every:
                return
            close_old_connections()
            time.sleep(every)

    def status(self) -> None:
        """Say of each engine how it is, what it holds and since when, and which one answers."""
        for one in indexed_engines():
            self.stdout.write(f"{one.name}: {self._about(one)}")
        state = engine().state()
        answering = indexed_engines()[0].name if state == "ok" else f"{state.partition(': ')[0]} ({state.partition(': ')[2]})"
        self.stdout.write(f"answered by: {answering}")
        self.stdout.write(f"version: {index_version()}")

    def _about(self, one: IndexedEngine) -> str:
        try:
            state = one.state()
            if state != "ok":
                return state
            counts = [f"{code} {one.count(SearchQuery(language=code), products_only=False)}" for code in Language.values]
            return f"ok, documents: {', '.join(counts)}; built {_age(time.time() - one.built_at())} ago"
        except Exception as error:
            # Whatever its client raises: the command says so and goes on with the next.
            return f"does not answer ({type(error).__name__})"

    def verify(self) -> None:
        """Name what differs from the database, engine by engine; any difference is a failure."""
        said: list[str] = []
        for one in indexed_engines():
            try:
                found = differences(one, all_documents())
            except Exception as error:
                said.append(f"{one.name} cannot be compared: {str(error) or type(error).__name__}")
                continue
            for kind, keys in (("missing", found.missing), ("too many", found.surplus), ("differs", found.changed)):
                said += self._listed(one.name, kind, keys)
        if said:
            raise CommandError("Index and database do not agree (manage.py search_index rebuild mends it):\n" + "\n".join(said))
        self.stdout.write(f"Index and database agree: {', '.join(one.name for one in indexed_engines())}")

    @staticmethod
    def _listed(name: str, kind: str, keys: Sequence[str]) -> list[str]:
        lines = [f"{name}: {language}: {kind} {key}" for language, _, key in (one.partition(":") for one in keys[:SHOWN])]
        return [*lines, *([f"{name}: {kind}: {len(keys) - SHOWN} more"] if len(keys) > SHOWN else [])]
