"""The pages of the open data: what it is, and the same rows as csv and as JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from catalog.certification.addresses import alternates_of, language_of
from catalog.certification.open_data import FIELDS, LICENCE, LICENCE_URL, changed_at, open_awards, open_rows
from catalog.lib import clock
from catalog.lib.sheets import CSV_TYPE, csv_lines

KEPT_SECONDS = 300


def _etag(request: HttpRequest) -> str:
    today = clock.today()
    state = f"{request.path}|{today.isoformat()}|{changed_at(today).isoformat()}"
    return f'"{hashlib.sha256(state.encode()).hexdigest()[:32]}"'


def _last_modified(request: HttpRequest) -> datetime:
    return changed_at(clock.today())


def _kept(view: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Let a copy be kept for some minutes, and asked for by its mark after that; the frame ends it at midnight."""
    asked: Callable[[HttpRequest], Any] = condition(etag_func=_etag, last_modified_func=_last_modified)(view)
    return require_safe(cache_control(public=True, max_age=KEPT_SECONDS)(asked))


@require_safe
@cache_control(private=True, no_cache=True)
def open_data(request: HttpRequest) -> HttpResponse:
    """Explain the data: fields, licence, date, addresses."""
    today = clock.today()
    context = {
        "fields": FIELDS.items(),
        "count": open_awards(today).count(),
        "today": today,
        "changed_at": changed_at(today).astimezone(clock.VIETNAM),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "alternates": alternates_of(request.path),
    }
    with override(language_of(request)):
        return render(request, "pages/certification/open_data.html", context)


@_kept
def open_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give the awards in force as csv; no cell can become a formula."""
    today = clock.today()
    rows = ([row[name] for name in FIELDS] for row in (award.to_json() for award in open_rows(today)))
    name = f"ocop-{today.isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines(list(FIELDS), rows), content_type=CSV_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@_kept
def open_json(request: HttpRequest) -> StreamingHttpResponse:
    """Give the awards in force as JSON, with the date of the data."""
    return StreamingHttpResponse(_json_parts(clock.today()), content_type="application/json", headers={"Access-Control-Allow-Origin": "*"})


def _json_parts(today: date) -> Iterator[str]:
    head = {
        "date": today.isoformat(),
        "changed_at": changed_at(today).astimezone(clock.VIETNAM).isoformat(timespec="seconds"),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "documentation": reverse("certification:open-data"),
        "count": open_awards(today).count(),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "awards": [\n'
    for number, award in enumerate(open_rows(today)):
        yield (",\n" if number else "") + json.dumps(award.to_json(), ensure_ascii=False)
    yield "\n]}\n"
