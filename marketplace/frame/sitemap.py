"""What search engines may read: robots.txt and the sitemap in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from wagtail.models import Page

from catalog.lib.languages import Language
from catalog.producers.models import Producer, ProducerText
from catalog.products.models import Listing, ListingText

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


def addresses() -> Iterator[str]:
    """Give the path of every public page that stands in its own language."""
    yield reverse("certification:open-data")
    for language in Language.values:
        with override(language):
            yield reverse("search:search")
            for slug in ListingText.objects.filter(language=language, listing__state=Listing.State.PUBLISHED).values_list(
                "slug", flat=True
            ):
                yield reverse("products:product-detail", args=[slug])
            texts = ProducerText.objects.filter(language=language).exclude(producer__state=Producer.State.SUSPENDED)
            for slug in texts.values_list("slug", flat=True):
                yield reverse("producers:producer-detail", args=[slug])
    for page in Page.objects.live().public().filter(depth__gt=1).order_by("path"):
        if url := page.get_url():
            yield url


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page (sitemaps.org protocol 0.9)."""
    rows = "".join(f"<url><loc>{settings.BASE_URL}{path}</loc></url>\n" for path in addresses())
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    return HttpResponse(text, content_type="application/xml")


favicon = RedirectView.as_view(url=f"{settings.STATIC_URL}favicon.svg", permanent=False)
