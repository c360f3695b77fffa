"""How long others may keep an answer: never past the next Vietnamese midnight, when stars may go."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from catalog.lib import clock

# Each of these lets a cache show an answer for so many seconds (RFC 9111, RFC 5861).
_STALE = ("stale-while-revalidate", "stale-if-error")
_FRESH = ("max-age", "s-maxage")


def _directives(header: str) -> dict[str, str]:
    parts = (part.strip().partition("=") for part in header.split(",") if part.strip())
    return {name.lower(): value.strip('"') for name, _sign, value in parts}


def _seconds(value: str) -> int:
    return int(value) if value.isdecimal() else 0


def limited_to_day(header: str, remaining: int) -> str:
    """Give a `Cache-Control` header with no time in it that ends later than `remaining` seconds from now.

    Staleness comes after freshness, so the two together stay within it. `immutable` names never change their content, and what
    nobody may store needs no limit.
    """
    rules = _directives(header)
    if "immutable" in rules or "no-store" in rules:
        return header
    for name in set(_FRESH) & rules.keys():
        rules[name] = str(min(_seconds(rules[name]), remaining))
    fresh = max((_seconds(rules[name]) for name in _FRESH if name in rules), default=0)
    for name in set(_STALE) & rules.keys():
        rules[name] = str(min(_seconds(rules[name]), remaining - fresh))
    return ", ".join(f"{name}={value}" if value else name for name, value in rules.items())


def keep_within_day(response: HttpResponse, started_at: datetime) -> HttpResponse:
    """Limit an answer to the day on which its request came in; one that says nothing about keeping is asked for anew each time.

    `started_at` is read before the page reads its date: whatever day the page then shows, it is that one or the next.
    """
    remaining = max(0, int((clock.next_midnight(started_at) - clock.now()).total_seconds()))
    header = response.get("Cache-Control", "")
    response["Cache-Control"] = limited_to_day(header, remaining) if header else "private, no-cache"
    if "Expires" in response and "no-store" not in header:
        del response["Expires"]  # the header above says it, and says it in seconds
    return response


def with_etag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Mark an answer by its content, and answer 304 to whoever has that content already."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
