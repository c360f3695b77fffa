"""Where each đồng of a price goes: a page of its own beside the product's."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.lib import clock
from catalog.lib.languages import current_language
from catalog.lib.money import whole_dong
from catalog.products.models import Listing, ListingOldSlug, ListingText
from catalog.products.selectors import listings_with_all, offer_for_listing, text_for, vat_percent_for
from catalog.texts.lookup import find_by_slug
from marketplace.ledger.charges import charges_for
from marketplace.ledger.natures import supply_of


@require_safe
def price_parts(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the seller gets, what the shop keeps and what the state gets, by the rules that post to the books."""
    language, today = current_language(), clock.today()
    found = find_by_slug(texts=ListingText.objects.all(), old_slugs=ListingOldSlug, subject="listing", slug=slug, language=language)
    listing = listings_with_all().filter(pk=found.subject_id, state=Listing.State.PUBLISHED).first() if found else None
    price = offer_for_listing(listing).price if listing else None
    if listing is None or price is None:
        raise Http404
    percent = vat_percent_for(listing.vat_class, today)
    context = {
        "text": text_for(listing.texts.all(), language),
        "charges": charges_for(price, producer_kind=listing.seller.kind, supply=supply_of(listing, day=today), day=today),
        "vat": whole_dong(price * percent / (100 + percent)),
        "vat_percent": percent,
    }
    return render(request, "pages/products/price_parts.html", context)
