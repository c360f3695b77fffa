"""Read the watch list: stars claimed in words without a badge of as many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from catalog.claims.models import Claim
from catalog.places.models import Place
from catalog.producers.models import Producer
from catalog.products.models import Listing
from catalog.products.selectors import place_name, producer_name, product_url, text_for


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One claim as an officer sees it. `title` and `url` name the page with the words; a story's are known above."""

    id: int
    kind: str
    subject_id: int
    language: str
    stars: int
    excerpt: str
    found_at: datetime
    title: str
    url: str
    producer_id: int | None
    producer: str
    place: Place | None
    place_name: str


def open_claims(*, language: str = "vi", kind: str | None = None, limit: int | None = None) -> list[ClaimRow]:
    """Give the claims that nobody has decided, the newest first; as many queries whatever their number."""
    claims = Claim.objects.filter(state=Claim.State.OPEN).select_related("producer__place")
    claims = claims.prefetch_related("producer__texts", "producer__place__texts")
    chosen = list((claims.filter(kind=kind) if kind else claims)[:limit])
    pages = _listing_pages(claim.subject_id for claim in chosen if claim.kind == Claim.Kind.LISTING)
    return [_row(claim, pages, language) for claim in chosen]


def _listing_pages(listing_ids: Iterable[int]) -> dict[int, Listing]:
    return Listing.objects.prefetch_related("texts").in_bulk(list(listing_ids))


def _row(claim: Claim, pages: dict[int, Listing], language: str) -> ClaimRow:
    producer: Producer | None = claim.producer
    name, url = producer_name(producer, language)
    place = producer.place if producer else None
    title = name
    if listing := pages.get(claim.subject_id) if claim.kind == Claim.Kind.LISTING else None:
        text = text_for(listing.texts.all(), claim.language)
        title, url = text.title, product_url(text, claim.language)
    is_story = claim.kind == Claim.Kind.STORY
    return ClaimRow(
        id=claim.pk,
        kind=claim.kind,
        subject_id=claim.subject_id,
        language=claim.language,
        stars=claim.stars,
        excerpt=claim.excerpt,
        found_at=claim.found_at,
        title="" if is_story else title,
        url="" if is_story else url,
        producer_id=claim.producer_id,
        producer=name,
        place=place,
        place_name=place_name(place, language),
    )
