"""The page of a producer: who they are, and what they make or sell. It stands here because it shows products."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from catalog.lib import clock
from catalog.lib.languages import current_language
from catalog.producers.models import Producer, ProducerOldSlug, ProducerText
from catalog.producers.selectors import producer_alternates, producer_for_page, producer_text
from catalog.products.cards import ProductCard
from catalog.products.models import Listing
from catalog.products.selectors import cards_for_products, place_name
from catalog.texts.lookup import find_by_slug

PAGE_SIZE = 24


def _product_ids(producer: Producer) -> list[int]:
    listings = Listing.objects.filter(Q(maker=producer) | Q(seller=producer), state=Listing.State.PUBLISHED)
    return list(listings.order_by("-published_on", "pk").values_list("product_id", flat=True))


@require_safe
def producer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a producer with their products, a page at a time."""
    language = current_language()
    found = find_by_slug(texts=ProducerText.objects.all(), old_slugs=ProducerOldSlug, subject="producer", slug=slug, language=language)
    if found is None:
        raise Http404
    if found.slug != slug:
        return redirect("producers:producer-detail", found.slug, permanent=True)
    try:
        producer = producer_for_page(found.subject_id)
    except Producer.DoesNotExist as error:
        raise Http404 from error
    page: Page[int] = Paginator(_product_ids(producer), PAGE_SIZE).get_page(request.GET.get("page"))
    cards: list[ProductCard] = cards_for_products(list(page), language=language, today=clock.today())
    context = {
        "producer": producer,
        "text": producer_text(producer, language),
        "place": place_name(producer.place, language),
        "cards": cards,
        "page": page,
        "alternates": producer_alternates(producer),
    }
    return render(request, "pages/producers/detail.html", context)
