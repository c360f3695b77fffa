"""A registry server of our own, for tests and for trying things out: our awards as the registry's list, with faults on request."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Callable
from email.utils import formatdate
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from catalog.certification.badges import valid_until
from catalog.certification.models import Award
from catalog.registry.names import maker_key

PATH = "/v1/awards"
SHORT, SLOW_SECONDS = 2, 30.0


class Fault(StrEnum):
    """What can go wrong with an answer."""

    NONE = "none"
    SLOW = "slow"
    ERROR = "500"
    GARBAGE = "garbage"
    TRUNCATED = "truncated"
    SHORT = "short"
    MOVED = "moved"


def records_from_awards() -> list[dict[str, Any]]:
    """Give the awards on record that were neither revoked nor withdrawn, in the form of `docs/registry-openapi.yaml`."""
    awards = Award.objects.filter(revoked_on=None, withdrawn_on=None).select_related("decision__issuing_body").order_by("pk")
    return [_as_record(award) for award in awards]


def _as_record(award: Award) -> dict[str, Any]:
    return {
        "code": award.code,
        "product": award.product_name,
        "maker": award.maker_name,
        "maker_type": award.maker_kind,
        "address": "" if is_household(award) else award.address,
        "group": award.group_raw,
        "score": float(award.score) if award.score is not None else None,
        "stars": award.stars,
        "potential_five_stars": award.is_potential_five,
        "decision": {
            "number": award.decision.number,
            "signed_on": award.decision.signed_on.isoformat(),
            "issuing_body": award.decision.issuing_body.name_vi,
        },
        "valid_from": award.starts_on.isoformat(),
        "valid_until": valid_until(award.lapses_on).isoformat(),
    }


def is_household(award: Award) -> bool:
    """Whether a household makes it: where it lives is nobody's business but the paper's."""
    return "household" in (maker_key(award.maker_name).kind, maker_key(f"{award.maker_kind} x").kind)


class FakeRegistry(ThreadingHTTPServer):
    """Serves one list; `fault`, `marks`, `spoil` (changes each body) and, by `change`, the list may be changed while it runs. `answers` are the statuses sent."""

    daemon_threads = True

    def __init__(
        self, records: list[dict[str, Any]], *, port: int = 0, page_size: int = 100, key: str = "", fault: Fault = Fault.NONE
    ) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.page_size, self.key, self.fault = page_size, key, fault
        self.slow_seconds = SLOW_SECONDS
        self.marks: tuple[str, ...] = ("ETag", "Last-Modified")
        self.answers: list[int] = []
        self.spoil: Callable[[bytes], bytes] | None = None
        self._changed_at = 0.0
        self.change(records)

    @property
    def address(self) -> str:
        """Where the list stands."""
        return f"http://127.0.0.1:{self.server_port}{PATH}"

    def change(self, records: list[dict[str, Any]]) -> None:
        """Serve another list; its time of change, which has whole seconds, is always later than the one before."""
        self.records = records
        self._changed_at = max(time.time() - 60, self._changed_at + 1)

    def marks_of_list(self) -> dict[str, str]:
        """Give the headers that tell one list from another, as far as this server sends them."""
        found = {"ETag": self.etag(), "Last-Modified": formatdate(self._changed_at, usegmt=True)}
        return {name: found[name] for name in self.marks}

    def listed(self) -> list[dict[str, Any]]:
        """Give the list as the fault leaves it."""
        return self.records[:SHORT] if self.fault == Fault.SHORT else self.records

    def etag(self) -> str:
        """Give a mark of the list."""
        return '"' + hashlib.sha256(json.dumps(self.listed()).encode()).hexdigest()[:16] + '"'

    def page(self, number: int) -> dict[str, Any]:
        """Give one page, from 1."""
        records, start = self.listed(), (number - 1) * self.page_size
        has_more = start + self.page_size < len(records)
        return {
            "as_of": self.etag().strip('"'),
            "total": len(records),
            "next": f"{PATH}?page={number + 1}" if has_more else None,
            "records": records[start : start + self.page_size],
        }


class _Handler(BaseHTTPRequestHandler):
    server: FakeRegistry
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        number = parse_qs(parts.query).get("page", ["1"])[0]
        if parts.path != PATH or not number.isdecimal() or int(number) < 1:
            self._send(404, {"error": "not found"})
        elif self.server.key and self.headers.get("Authorization") != f"Bearer {self.server.key}":
            self._send(401, {"error": "a key is needed"})
        elif not self._misbehave():
            self._list(int(number))

    def _list(self, number: int) -> None:
        if number == 1 and self._is_unchanged():
            self._send(304, None)
        else:
            spoil = self.server.spoil
            body = json.dumps(self.server.page(number), ensure_ascii=False).encode()
            self._write(200, spoil(body) if spoil else body, headers=self.server.marks_of_list())

    def _is_unchanged(self) -> bool:
        """Whether the asker has this list: by its ETag, else by its time (RFC 9110, 13.2.2)."""
        marks = self.server.marks_of_list()
        if "If-None-Match" in self.headers:
            return self.headers["If-None-Match"] == marks.get("ETag")
        return "Last-Modified" in marks and self.headers.get("If-Modified-Since") == marks["Last-Modified"]

    def _misbehave(self) -> bool:
        """Answer with the fault; says whether that was the whole answer."""
        fault = self.server.fault
        if fault == Fault.SLOW:
            time.sleep(self.server.slow_seconds)
        elif fault == Fault.ERROR:
            self._send(500, {"error": "out of order"})
        elif fault == Fault.GARBAGE:
            self._write(200, secrets.token_bytes(500))
        elif fault == Fault.TRUNCATED:
            body = json.dumps(self.server.page(1)).encode()
            self._write(200, body[: len(body) // 2], length=len(body))
            self.close_connection = True
        elif fault == Fault.MOVED:
            self._send(301, None, Location="/v2/awards")
        return fault in (Fault.ERROR, Fault.GARBAGE, Fault.TRUNCATED, Fault.MOVED)

    def _send(self, status: int, content: dict[str, Any] | None, **headers: str) -> None:
        body = b"" if content is None else json.dumps(content, ensure_ascii=False).encode()
        self._write(status, body, headers={**self.server.marks_of_list(), **headers})

    def _write(self, status: int, body: bytes, *, length: int | None = None, headers: dict[str, str] | None = None) -> None:
        self.server.answers.append(status)
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(length or len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""
