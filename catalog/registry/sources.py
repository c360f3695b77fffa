"""Where records come from: one Protocol, annex files and the registry's own list over HTTP."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from catalog.registry.errors import UnreadableSource
from catalog.registry.files import Page, Received, received_annex, received_pages
from catalog.registry.guarded_http import Answer, Resolve, check_url, fetch, resolve
from catalog.registry.models import SyncRun
from catalog.registry.reading.annexes import RawRecord, read_annex
from catalog.registry.reading.columns import Column
from catalog.registry.reading.facts import Cell, Paper, Stars, read_stars

MAX_PAGES = 200
MAX_RECORDS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a source holds now. `sha256` says whether it is what was read before; `etag` lets the next reading be short.

    `received` is what came, to be kept as it is.
    """

    sha256: str
    records: list[RawRecord]
    received: Received
    etag: str = ""
    last_modified: str = ""


class Source(Protocol):
    """A place to read official records from."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def kind(self) -> str:
        """What absence from it means (`SyncRun.Kind`)."""

    def find_same(self) -> SyncRun | None:
        """Give the run that read the very same before, where that can be told without reading."""

    def read(self) -> Reading | None:
        """Read it all; none if it says that nothing has changed since the last run.

        Raises:
            UnreadableSource: it cannot be read, as a whole; a subclass says that trying later may help.
        """


def _standing_run(kind: str, sha256: str) -> SyncRun | None:
    return SyncRun.objects.filter(kind=kind, sha256=sha256).exclude(state=SyncRun.State.UNDONE).first()


@dataclass(frozen=True, slots=True)
class AnnexSource:
    """A decision's annex as a file: additions, so that absence means nothing."""

    name: str
    content: bytes
    kind: str = SyncRun.Kind.ADDITIONS

    @property
    def sha256(self) -> str:
        """The hash of the file."""
        return hashlib.sha256(self.content).hexdigest()

    def find_same(self) -> SyncRun | None:
        """Give the run of the same file."""
        return _standing_run(self.kind, self.sha256)

    def read(self) -> Reading:
        """Read the file."""
        return Reading(sha256=self.sha256, records=read_annex(self.content), received=received_annex(self.content, self.name))


@dataclass(frozen=True, slots=True)
class HttpSource:
    """The registry's full list over HTTP, page by page, as `docs/registry-openapi.yaml` describes it."""

    name: str
    kind: str = SyncRun.Kind.FULL_LIST
    resolve: Resolve = resolve

    def find_same(self) -> SyncRun | None:
        """Give none: only the registry knows."""
        return None

    def last_run(self) -> SyncRun | None:
        """Give the last run of this address that stands."""
        runs = SyncRun.objects.filter(kind=self.kind, source=self.name)
        return runs.exclude(state__in=[SyncRun.State.UNDONE, *SyncRun.UNREAD]).first()

    def read(self) -> Reading | None:
        """Read every page; the list counts only if all pages are there and tell of the same list.

        Raises:
            UnreadableSource: a page is missing, broken, or of another list, or leads to another host.
        """
        first = self._ask(self.name, self._conditions())
        if first.status == 304:
            return None
        page, pages = _page(first), [Page(self.name, first.headers, first.body)]
        total, stand = page["total"], page["as_of"]
        records, seen, address = list(page["records"]), {self.name}, self.name
        while page["next"]:
            address = _next_address(address, page["next"], seen)
            answer = self._ask(address, {})
            page = _page(answer)
            pages.append(Page(address, answer.headers, answer.body))
            if (page["total"], page["as_of"]) != (total, stand):
                raise UnreadableSource(_("The registry's list changed while it was read: try again."))
            records += page["records"]
            if len(records) > min(total, MAX_RECORDS):
                break
        if len(records) != total:
            raise UnreadableSource(
                _("The list is not whole: %(found)s of %(total)s records came.") % {"found": len(records), "total": total}
            )
        text = json.dumps(records, sort_keys=True, ensure_ascii=False)
        return Reading(
            sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            records=[raw_record(item, line) for line, item in enumerate(records, start=1)],
            received=received_pages(pages, self.name),
            etag=first.headers.get("etag", "")[:200],
            last_modified=first.headers.get("last-modified", "")[:60],
        )

    def _conditions(self) -> dict[str, str]:
        last = self.last_run()
        found = {"If-None-Match": last.etag, "If-Modified-Since": last.last_modified} if last else {}
        return {name: value for name, value in found.items() if value}

    def _ask(self, address: str, headers: dict[str, str]) -> Answer:
        key = {"Authorization": f"Bearer {settings.REGISTRY_KEY}"} if settings.REGISTRY_KEY else {}
        return fetch(address, headers={"Accept": "application/json", **key, **headers}, resolve=self.resolve)


def _next_address(here: str, there: str, seen: set[str]) -> str:
    """Give the next page's address: of the same host, and never one that was read."""
    address = urljoin(here, there)
    check_url(address)
    if urlsplit(address)[:2] != urlsplit(here)[:2]:
        raise UnreadableSource(_("The registry points to another address: refused. Enter the new one if it is right."))
    if address in seen or len(seen) >= MAX_PAGES:
        raise UnreadableSource(_("The registry's pages do not end."))
    seen.add(address)
    return address


def _page(answer: Answer) -> dict[str, Any]:
    """Check one page's form."""
    try:
        page = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(_("The registry's answer is no JSON.")) from error
    if not isinstance(page, dict):
        page = {}
    total, records, following = page.get("total"), page.get("records"), page.get("next")
    is_fine = isinstance(records, list) and isinstance(total, int) and not isinstance(total, bool) and 0 <= total <= MAX_RECORDS
    if not is_fine or not isinstance(following, str | None) or not isinstance(page.get("as_of"), str):
        raise UnreadableSource(_("The registry's answer has not the agreed form (docs/registry-openapi.yaml)."))
    return {"total": total, "records": records, "next": following, "as_of": page["as_of"]}


def raw_record(item: Any, line: int) -> RawRecord:
    """Give one record of the list as if it were a row; what has not the agreed form is left empty, and judged as such."""
    fields = item if isinstance(item, dict) else {}
    inner = fields.get("decision")
    decision = inner if isinstance(inner, dict) else {}
    values: dict[Column, Cell] = {column: _cell(fields.get(name)) for name, column in _FIELDS.items()}
    values |= {column: _cell(decision.get(name)) for name, column in _DECISION_FIELDS.items()}
    stars = read_stars(values[Column.STARS])
    if fields.get("potential_five_stars") is True:
        stars = Stars(stars.count, True, stars.is_unclear)
    text = json.dumps(item, ensure_ascii=True)[:4_000]
    return RawRecord(sheet="", line=line, raw=(text,), values=values, stars=stars, paper=Paper(), title_stars=Stars(), places=_PLACES)


_FIELDS = {
    "code": Column.CODE,
    "product": Column.NAME,
    "maker": Column.MAKER,
    "maker_type": Column.MAKER_KIND,
    "address": Column.ADDRESS,
    "group": Column.GROUP,
    "score": Column.SCORE,
    "stars": Column.STARS,
    "valid_from": Column.STARTS,
    "valid_until": Column.ENDS,
}
_DECISION_FIELDS = {"number": Column.DECISION, "signed_on": Column.SIGNED, "issuing_body": Column.ISSUER}
_PLACES = {column: name for name, column in _FIELDS.items()} | {column: f"decision.{name}" for name, column in _DECISION_FIELDS.items()}


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value[:2_000].replace("\x00", "").encode("utf-8", "ignore").decode()
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
