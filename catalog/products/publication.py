"""The check before a listing is published: what the law wants a buyer to know before a distance sale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.lib.languages import Language
from catalog.producers.models import Producer
from catalog.products.labels import FACT_NAMES, REQUIRED_FACTS, SPOILS
from catalog.products.models import Listing, ListingText


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, as a code for programs and a sentence for people."""

    code: str
    message: str | Promise


def _vietnamese_text(listing: Listing) -> ListingText | None:
    return next((text for text in listing.texts.all() if text.language == Language.VIETNAMESE), None)


def _seller_gaps(seller: Producer) -> list[Gap]:
    wanted: list[tuple[Callable[[Producer], object], str, Promise]] = [
        (lambda p: p.can_sell, "seller-unverified", _("The seller is not verified")),
        (lambda p: p.phone, "seller-phone", _("The seller's phone is missing")),
        (lambda p: p.address, "seller-address", _("The seller's address is missing")),
        (lambda p: p.registration_number or p.tax_code, "seller-number", _("The seller's registration number or tax code is missing")),
    ]
    return [Gap(code, message) for has, code, message in wanted if not has(seller)]


def _text_gaps(listing: Listing, text: ListingText | None) -> list[Gap]:
    if text is None:
        return [Gap("text", _("The Vietnamese text is missing"))]
    gaps = [] if text.description else [Gap("description", _("The description is missing"))]
    if not text.making_origin:
        gaps.append(Gap("origin", _("Where it is made is missing")))
    missing = (fact for fact in REQUIRED_FACTS[listing.label] if not text.label_facts.get(fact))
    return gaps + [Gap(f"label-{fact}", FACT_NAMES[fact]) for fact in missing]


def publication_gaps(listing: Listing) -> list[Gap]:
    """List what is missing before this listing may be published (Consumer Law 19/2023/QH15, art. 37; labels decrees).

    Quantity, unit, storage and VAT class cannot be missing: the table refuses a row without them.
    """
    gaps = _seller_gaps(listing.seller) + _text_gaps(listing, _vietnamese_text(listing))
    if listing.maker and not listing.maker.may_be_sold:
        gaps.append(Gap("maker-suspended", _("The maker is suspended")))
    if listing.label in SPOILS and not listing.shelf_life_days:
        gaps.append(Gap("shelf-life", _("The shelf life is missing")))
    stockrecord = listing.product.stockrecords.first()
    if stockrecord is None or not stockrecord.price or stockrecord.price <= 0:
        gaps.append(Gap("price", _("The price is missing")))
    return gaps
