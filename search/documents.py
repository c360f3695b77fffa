"""What is kept in the index of each thing that can be found, built from typed rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from hashlib import blake2b
from typing import Any

from django.utils.html import strip_tags

from catalog.certification.models import Award
from catalog.certification.selectors import awards_for_products, verification_url
from catalog.lib import clock
from catalog.lib.languages import Language
from catalog.places.models import Place
from catalog.producers.models import Producer
from catalog.producers.selectors import producer_alternates, producer_text
from catalog.products.cards import to_json
from catalog.products.models import Listing
from catalog.products.pictures import pictures_for_listings
from catalog.products.selectors import card_for, offer_for_listing, text_for
from search.reach import provinces_reached

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """An award as the index keeps it: its time in force, never "stars today". Dates are ordinals; `until` is the first day without."""

    stars: int
    since: int
    until: int
    lapses: int
    code: str
    url: str
    decision_number: str
    decision_on: str
    is_sample: bool


CERTIFICATE = tuple(one.name for one in fields(Certificate))


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """One thing that can be found, in one language. `places` and `groups` hold the thing's own and those above it.

    `signs` are the families of its other signs, `reach` the provinces it may be sent to; `maker` is empty where only the
    seller is known, `maker_id` never is.
    """

    key: str
    kind: str
    language: str
    title: str
    url: str
    maker: str = ""
    names: str = ""
    body: str = ""
    summary: str = ""
    groups: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    producer_kind: str = ""
    maker_id: str = ""
    signs: list[str] = field(default_factory=list)
    reach: list[str] = field(default_factory=list)
    price: int = 0
    free: int = 0
    season: int = 0
    can_sell: bool = False
    published: int = 0
    certificates: list[Certificate] = field(default_factory=list)
    card: dict[str, Any] = field(default_factory=dict)


def product_key(product_id: int) -> str:
    """Give the key of a product's document."""
    return f"product-{product_id}"


def is_product_key(key: str) -> bool:
    """Whether a document's key is a product's."""
    return key.startswith("product-")


def producer_key(producer_id: int) -> str:
    """Give the key of a producer's document."""
    return f"producer-{producer_id}"


def _certificate(award: Award) -> Certificate | None:
    """Give the award's time in force, cut short by a revocation, a withdrawal or a successor."""
    ends = [day for day in (award.lapses_on, award.superseded_from, award.revoked_on, award.withdrawn_on) if day]
    if award.stars is None or min(ends) <= award.starts_on:
        return None
    return Certificate(
        stars=award.stars,
        since=award.starts_on.toordinal(),
        until=min(ends).toordinal(),
        lapses=award.lapses_on.toordinal(),
        code=award.code,
        url=verification_url(award.code),
        decision_number=award.decision.number,
        decision_on=award.decision.signed_on.isoformat(),
        is_sample=award.decision.is_sample,
    )


def place_chain(place: Place | None) -> tuple[list[str], str]:
    """Give the ids of a place and all it lies in, and every name they bear or bore."""
    ids, names = [], []
    while place is not None:
        ids.append(str(place.pk))
        names += [text.title for text in place.texts.all()] + [alias.name for alias in place.aliases.all()]
        place = place.parent
    return ids, " ".join(dict.fromkeys(names))


def _product(
    listing: Listing, language: str, pictures: dict[int, Any], awards: list[Award], reach: list[str], today: date
) -> SearchDocument:
    text = text_for(listing.texts.all(), language)
    producer = listing.maker or listing.seller
    offer = offer_for_listing(listing)
    picture = next(iter(pictures.get(listing.pk, [])), None)
    card = card_for(listing, language=language, today=today, picture=picture, badge=None)
    places, names = place_chain(listing.place)
    can_sell = listing.can_be_sold and offer.price is not None
    groups = [listing.group, *([listing.group.parent] if listing.group.parent else [])]
    return SearchDocument(
        key=product_key(listing.product_id),
        kind="product",
        language=language,
        title=text.title,
        url=card.url,
        maker=card.producer_name,
        names=" ".join([names, *(f"{group.name_vi} {group.name_en}" for group in groups)]),
        body=f"{text.summary} {text.description} {' '.join(other.title for other in listing.texts.all())}",
        groups=[group.code for group in groups],
        places=places,
        producer_kind=producer.kind,
        maker_id=str(producer.pk),
        signs=sorted({sign.family for sign in listing.signs.all()}),
        reach=reach,
        price=int(offer.price or 0),
        free=offer.free,
        season=listing.season_months,
        can_sell=can_sell,
        published=listing.published_on.toordinal() if listing.published_on else 0,
        certificates=[certificate for certificate in map(_certificate, awards) if certificate],
        # Season and stock are asked again on the day of the question: the index must not change with the month alone.
        card={**to_json(card), "availability": "in_stock" if can_sell else "not_for_sale"},
    )


# People, places and groups are read once for all products that share them, not joined to each.
_UP = [f"{above}{name}" for above in ("", "parent__", "parent__parent__") for name in ("texts", "aliases")]
_AROUND = (
    "texts", "product__stockrecords", "signs", "group__parent", "seller", "maker__texts",
    *(f"made_in__{name}" for name in _UP), *(f"maker__place__{name}" for name in _UP),
)  # fmt: skip


def product_documents(product_ids: Collection[int]) -> Iterator[SearchDocument]:
    """Give the documents of those products that are published, in every language."""
    today = clock.today()
    query = Listing.objects.select_related("product", "reported_star").prefetch_related(*_AROUND)
    query = query.filter(product_id__in=product_ids, state=Listing.State.PUBLISHED, seller__state=Producer.State.VERIFIED)
    listings = list(query.exclude(maker__state=Producer.State.SUSPENDED))
    awards = awards_for_products([listing.product_id for listing in listings])
    reach = provinces_reached(listings)
    for language in Language.values:
        pictures = pictures_for_listings([listing.pk for listing in listings], language)
        for listing in listings:
            yield _product(listing, language, pictures, awards.get(listing.product_id, []), reach[listing.pk], today)


def producer_documents(producer_ids: Collection[int]) -> Iterator[SearchDocument]:
    """Give the documents of producers that have a page, in every language."""
    query = Producer.objects.filter(pk__in=producer_ids).exclude(state=Producer.State.SUSPENDED)
    of_place = [f"place__{name}" for name in _UP]
    for producer in query.select_related("place__parent__parent").prefetch_related("texts", *of_place):
        if not producer.texts.all():
            continue
        urls = producer_alternates(producer)
        places, names = place_chain(producer.place)
        for language in Language.values:
            text = producer_text(producer, language)
            yield SearchDocument(
                key=producer_key(producer.pk),
                kind="producer",
                language=language,
                title=text.title,
                url=urls[language],
                names=names,
                places=places,
                body=text.description,
                summary=text.summary or strip_tags(text.description)[:160],
            )


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def every_product() -> Iterator[SearchDocument]:
    """Give the documents of all published products."""
    ids = list(Listing.objects.filter(state=Listing.State.PUBLISHED).order_by("product_id").values_list("product_id", flat=True))
    for batch in _batches(ids):
        yield from product_documents(batch)


def every_producer() -> Iterator[SearchDocument]:
    """Give the documents of all producers that have a page."""
    ids = list(Producer.objects.order_by("pk").values_list("pk", flat=True))
    for batch in _batches(ids):
        yield from producer_documents(batch)


def fingerprint(document: SearchDocument) -> str:
    """Give a short hash of all that a document holds: the index and the database agree where theirs do."""
    return blake2b(repr(document).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def document_to_json(document: SearchDocument) -> dict[str, Any]:
    """Give what a hit needs besides the searched text."""
    certificates = [{name: getattr(certificate, name) for name in CERTIFICATE} for certificate in document.certificates]
    return {
        "certificates": certificates,
        "card": document.card,
        "season": document.season,
        "free": document.free,
        "published": document.published,
        "groups": document.groups,
        "maker": document.maker_id if document.maker else "",
    }
