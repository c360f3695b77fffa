"""What search engines may read: robots.txt and the sitemap in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from wagtail.models import Page

from catalog.lib.languages import Language
from catalog.producers.models import Producer, ProducerText
from catalog.products.models import Listing, ListingText

# Texts of one part by their ids: fewer than the 50,000 addresses that the protocol takes, read in a blink.
PART = 20_000
ROBOTS = """User-agent: *
Disallow: /cms/
Disallow: /gio-hang/
Disallow: /dat-hang/
Disallow: /don-hang/
Disallow: /kien-hang/
Disallow: /so/
Disallow: /tai-khoan/
Disallow: /en/basket/
Disallow: /en/checkout/
Disallow: /en/orders/
Disallow: /en/parcels/
Disallow: /en/desk/
Disallow: /en/account/
Sitemap: {base}/sitemap.xml
"""


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what is nobody's but the buyer's; the demo asks them to stay away altogether."""
    text = "User-agent: *\nDisallow: /\n" if settings.DEMO else ROBOTS.format(base=settings.BASE_URL)
    return HttpResponse(text, content_type="text/plain")


def _rows_of(kind: str) -> tuple[QuerySet[Any], str]:
    """Give the texts that have a public page, and the name of its route."""
    if kind == "products":
        return ListingText.objects.filter(listing__state=Listing.State.PUBLISHED), "products:product-detail"
    return ProducerText.objects.exclude(producer__state=Producer.State.SUSPENDED), "producers:producer-detail"


def _parts() -> dict[str, int]:
    """Say in how many parts the addresses of each kind are told; found by ids, so that no part skips through the others."""
    last = {kind: _rows_of(kind)[0].order_by("-pk").values_list("pk", flat=True).first() or 0 for kind in ("products", "producers")}
    return {"pages": 1, **{kind: pk // PART + 1 for kind, pk in last.items()}}


def _pages() -> Iterator[str]:
    """Give the paths of pages that are neither a product's nor a producer's."""
    yield reverse("certification:open-data")
    for language in Language.values:
        with override(language):
            yield reverse("search:search")
    for page in Page.objects.live().public().filter(depth__gt=1).order_by("path"):
        if url := page.get_url():
            yield url


def _addresses(kind: str, number: int) -> Iterator[str]:
    """Give the path of every public page of a part that stands in its own language."""
    if kind == "pages":
        yield from _pages()
        return
    rows, route = _rows_of(kind)
    for language in Language.values:
        with override(language):
            part = rows.filter(language=language, pk__gte=number * PART, pk__lt=(number + 1) * PART)
            for slug in part.order_by("pk").values_list("slug", flat=True):
                yield reverse(route, args=[slug])


def _xml(root: str, rows: Iterable[str]) -> HttpResponse:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{"".join(rows)}</{root}>\n'
    )
    return HttpResponse(text, content_type="application/xml")


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Lead to the parts of the sitemap (sitemaps.org protocol 0.9): one file may list 50,000 pages."""
    parts = ((kind, number) for kind, count in _parts().items() for number in range(count))
    places = (settings.BASE_URL + reverse("sitemap-part", args=part) for part in parts)
    return _xml("sitemapindex", (f"<sitemap><loc>{place}</loc></sitemap>\n" for place in places))


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap_part(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """List the public pages of one part."""
    if number >= _parts().get(kind, 0):
        raise Http404
    return _xml("urlset", (f"<url><loc>{settings.BASE_URL}{path}</loc></url>\n" for path in _addresses(kind, number)))


favicon = RedirectView.as_view(url=f"{settings.STATIC_URL}favicon.svg", permanent=False)
