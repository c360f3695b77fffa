"""`manage.py fake_registry`: serve the awards on record as the official registry would."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.registry.fake import FakeRegistry, Fault, records_from_awards


class Command(BaseCommand):
    """Serve until stopped, on this machine only."""

    help = "Serve the awards on record by docs/registry-openapi.yaml, on this machine only, with a fault if wished."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take port, page size, key and fault."""
        parser.add_argument("--port", type=int, default=8765)
        parser.add_argument("--page-size", type=int, default=100)
        parser.add_argument("--key", default="", help="bearer key to ask for")
        parser.add_argument("--fault", choices=[str(fault) for fault in Fault], default=str(Fault.NONE))

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        facts = {
            "port": options["port"],
            "page_size": max(1, options["page_size"]),
            "key": options["key"],
            "fault": Fault(options["fault"]),
        }
        try:
            server = FakeRegistry(records_from_awards(), **facts)
        except (OSError, OverflowError) as error:
            raise CommandError(f"Port {options['port']} cannot be taken: {error}") from error
        self.stdout.write(f"{len(server.records)} awards at {server.address}; stop with Ctrl-C")
        self.stdout.write(
            f"Read them with CHO_SAO_REGISTRY_TRUSTED_HOST=127.0.0.1:{server.server_port} manage.py sync_registry {server.address}"
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.server_close()
