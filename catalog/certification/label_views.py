"""What a maker takes away from a record: the badge for its own site, and labels to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalog.certification.addresses import alternates_of, language_of, page_for_code
from catalog.certification.labels import HEIGHT, WIDTH, embed_code, live_badge
from catalog.lib import clock
from catalog.lib.caching import with_etag

BADGE_SECONDS = 300
BADGE_SIZE = {"width": WIDTH, "height": HEIGHT}
LABELS = range(24)  # three columns of eight on A4


@require_safe
@cache_control(public=True, max_age=BADGE_SECONDS)
def award_badge(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the badge as it is today; where no star is in force, the picture says so."""
    today = clock.today()
    page = page_for_code(code)
    with override(language_of(request)):
        context = {"badge": live_badge(page.award, today=today), "today": today, **BADGE_SIZE}
        response = render(request, "pages/certification/badge.svg", context, content_type="image/svg+xml")
    response["Access-Control-Allow-Origin"] = "*"
    return with_etag(request, response)


@require_safe
@cache_control(private=True, no_cache=True)
def award_use(request: HttpRequest, code: str) -> HttpResponse:
    """Show a maker how to put the badge on a site of its own, and where the labels are."""
    page = page_for_code(code)
    language = language_of(request)
    with override(language):
        lines = embed_code(page.award.code, language)
        context = {"page": page, "alternates": alternates_of(request.path), "embed_code": lines, **BADGE_SIZE}
        return render(request, "pages/certification/use.html", context)


@require_safe
@cache_control(private=True, no_cache=True)
def award_labels(request: HttpRequest, code: str) -> HttpResponse:
    """Lay out labels with the QR picture on a sheet of A4, to be printed by the browser."""
    page = page_for_code(code)
    with override(language_of(request)):
        context = {"page": page, "labels": LABELS, "alternates": alternates_of(request.path)}
        return render(request, "pages/certification/labels.html", context)
