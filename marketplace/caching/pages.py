"""Whole pages kept for visitors of whom we know nothing: no cookie, no sign-in, no basket.

Off unless `CHO_SAO_PAGE_CACHE_SECONDS` says how long. A page is kept only if it could be shown to anybody: it sets no cookie and
holds neither a token nor a nonce. It is never served past the midnight after its request came in.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from catalog.lib import clock
from marketplace.caching.generations import present_generation

logger = logging.getLogger(__name__)
KEPT_VIEWS = frozenset({"search:search", "search:category-detail", "products:product-detail", "producers:producer-detail", "wagtail_serve"})
_LONGEST_QUERY = 200
_PERSONAL = (b"csrfmiddlewaretoken", b"nonce=")
_NOT_KEPT_HEADERS = frozenset({"set-cookie", "x-request-id", "cache-control", "expires", "surrogate-key", "date", "age"})


def is_unknown(request: HttpRequest) -> bool:
    """Whether nothing about the visitor came with the request: whoever bears any cookie is served a page of their own."""
    return request.method == "GET" and not request.COOKIES and "Authorization" not in request.headers


def _key(request: HttpRequest, generation: int) -> str:
    parts = [
        request.get_host(),
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
        request.headers.get("HX-Boosted", ""),
        str(generation),
    ]
    return "page:" + hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer could be shown to anybody."""
    match = request.resolver_match
    return (
        match is not None
        and match.view_name in KEPT_VIEWS
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Cache-Control" not in response
        and response.get("Content-Type", "").startswith("text/html")
        and "nonce-" not in response.get("Content-Security-Policy", "")
        and not any(mark in response.content for mark in _PERSONAL)
    )


class AnonymousPagesMiddleware:
    """Answers an unknown visitor with a page that was made for another unknown visitor, while nothing has changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PAGE_CACHE_SECONDS or not is_unknown(request) or len(request.META.get("QUERY_STRING", "")) > _LONGEST_QUERY:
            return self.get_response(request)
        started_at = clock.now()
        # Read before the page is made: a change in between makes it old at once.
        key = _key(request, present_generation())
        kept = _read(key)
        if kept and started_at < kept["until"]:
            return HttpResponse(kept["content"], headers=kept["headers"])
        response = self.get_response(request)
        if may_be_kept(request, response):
            _write(key, response, started_at)
        return response


def _read(key: str) -> dict[str, Any] | None:
    """Give what is kept; a cache that is away makes the shop slower and closes nothing."""
    try:
        found: dict[str, Any] | None = caches["default"].get(key)
    except Exception:
        logger.exception("The page cache does not answer")
        return None
    return found


def _write(key: str, response: HttpResponse, started_at: datetime) -> None:
    seconds = min(settings.PAGE_CACHE_SECONDS, clock.seconds_to_midnight(started_at))
    headers = {name: value for name, value in response.headers.items() if name.lower() not in _NOT_KEPT_HEADERS}
    page = {"content": response.content, "headers": headers, "until": clock.next_midnight(started_at)}
    try:
        caches["default"].set(key, page, timeout=seconds)
    except Exception:
        logger.exception("The page cache takes nothing")
