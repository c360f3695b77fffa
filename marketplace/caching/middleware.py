"""Rules of caching around every request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from catalog.lib import clock
from catalog.lib.caching import keep_within_day
from marketplace.caching.purging import BADGES_KEY, KEY_HEADER


class CacheRulesMiddleware:
    """Lets no answer be kept past the Vietnamese midnight, and names what shared caches keep so that it can be purged.

    It stands here and not in each view: a page that forgot the rule would show a star that has lapsed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started_at = clock.now()
        response = keep_within_day(self.get_response(request), started_at)
        if "public" in response["Cache-Control"]:
            response[KEY_HEADER] = BADGES_KEY
        return response
