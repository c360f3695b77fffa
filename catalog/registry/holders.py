"""Whether the shop that sells a recognized product is the holder of the recognition: by the names on both papers."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.certification.models import Award, AwardLink
from catalog.lib.languages import current_language
from catalog.producers.models import Producer
from catalog.products.models import Listing
from catalog.products.selectors import load_listings, producer_name, product_url, text_for
from catalog.registry.names import maker_key


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardSeller:
    """One listing that bears the award, and who sells it."""

    title: str
    product_url: str
    seller: str
    seller_url: str
    is_holder: bool
    is_made_by_holder: bool


def is_holder(producer: Producer | None, maker_name: str) -> bool:
    """Whether a producer is the maker that a decision names.

    The legal form may be abbreviated or left out on one side; two different forms are two holders, whatever the name.
    """
    if producer is None:
        return False
    wanted = maker_key(maker_name)
    names = [maker_key(text.title) for text in producer.texts.all()]
    return any(name.core == wanted.core and (name.kind == wanted.kind or not name.kind or not wanted.kind) for name in names)


def sellers_of_award(award: Award) -> list[AwardSeller]:
    """Give the published listings linked to an award, in the order in which they were linked."""
    language = current_language()
    linked = AwardLink.objects.filter(award=award, ended_at=None).order_by("pk").values_list("product_id", flat=True)
    listings = load_listings(product_id__in=list(linked), state=Listing.State.PUBLISHED)
    return [_seller(listing, award, language) for listing in listings]


def _seller(listing: Listing, award: Award, language: str) -> AwardSeller:
    text = text_for(listing.texts.all(), language)
    name, url = producer_name(listing.seller, language)
    return AwardSeller(
        title=text.title,
        product_url=product_url(text, language),
        seller=name,
        seller_url=url,
        is_holder=is_holder(listing.seller, award.maker_name),
        is_made_by_holder=is_holder(listing.maker, award.maker_name),
    )
