"""The product page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from catalog.lib import clock
from catalog.lib.languages import current_language
from catalog.products.models import Listing, ListingOldSlug
from catalog.products.pages import product_page, texts_with_listing
from catalog.texts.lookup import find_by_slug


@require_safe
def product_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one product; a former address redirects for good."""
    language = current_language()
    found = find_by_slug(texts=texts_with_listing(), old_slugs=ListingOldSlug, subject="listing", slug=slug, language=language)
    if found is None:
        raise Http404
    if found.slug != slug:
        return redirect("products:product-detail", found.slug, permanent=True)
    try:
        page = product_page(found.texts, language=language, today=clock.today())
    except Listing.DoesNotExist as error:
        raise Http404 from error
    return render(request, "pages/products/detail.html", {"page": page, "alternates": page.alternates})
