"""The fake registry in a thread, and its records."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from catalog.lib import clock
from catalog.registry.fake import FakeRegistry
from tests.catalog.registry.annexes import FACTS

SIGNED = clock.today() - timedelta(days=100)


def records(count: int = 7, first: int = 0) -> list[dict[str, Any]]:
    """Give records of the list as the registry would serve them."""
    return [
        {
            "code": f"H-{n}",
            "product": f"{FACTS[n % 7].name} {n}",
            "maker": FACTS[n % 7].maker,
            "score": float(FACTS[n % 7].score.replace(",", ".")),
            "stars": FACTS[n % 7].stars,
            "decision": {"number": "1234/QĐ-UBND", "signed_on": SIGNED.isoformat(), "issuing_body": "Ủy ban nhân dân thành phố Hà Nội"},
            "valid_from": None,
            "valid_until": None,
        }
        for n in range(first, first + count)
    ]


@contextmanager
def serving(server: FakeRegistry) -> Iterator[FakeRegistry]:
    """Serve until the end of the block."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
