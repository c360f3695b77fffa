"""Read products for lists and pages, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Value
from django.urls import reverse
from django.utils.translation import override

from catalog.certification.badges import Badge
from catalog.certification.selectors import badges_for_products
from catalog.lib import clock
from catalog.lib.kept import kept
from catalog.places.models import Place, PlaceText
from catalog.producers.models import Producer, ProducerText
from catalog.products.cards import Availability, Picture, ProductCard, ReportedStars
from catalog.products.models import Listing, ListingText, VatRate
from catalog.products.pictures import pictures_for_listings
from catalog.texts.lookup import keep_texts
from catalog.texts.models import Text, best_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the seller asks and has now; `free` counts pieces that no order has taken."""

    price: Decimal | None
    free: int


# What one query reads along with a listing; the names of its people and places are still to be read.
BESIDE = ("product", "group__parent", "reported_star", "seller__place", "maker__place", "made_in")


def _listings() -> QuerySet[Listing]:
    """Give listings with what belongs to each alone, and with its people and places."""
    return Listing.objects.select_related(*BESIDE).prefetch_related("texts", "product__stockrecords")


def listings_with_all() -> QuerySet[Listing]:
    """Give listings with everything a card or a page shows of them: eight queries, whatever their number."""
    return _listings().prefetch_related("made_in__texts", "seller__texts", "seller__place__texts", "maker__texts", "maker__place__texts")


def load_listings(**wanted: Any) -> list[Listing]:
    """Give the listings that are `wanted` with everything a card shows; four queries, whatever their number."""
    listings = list(_listings().filter(**wanted))
    name_people(listings)
    return listings


def load_offers(product_ids: Collection[int]) -> list[Listing]:
    """Give listings with what decides about price, stock and sending, and no text of them: two queries, whatever their number."""
    beside = ("product", "maker", "seller__place__parent__parent")  # from a village up to its province
    return list(Listing.objects.select_related(*beside).prefetch_related("product__stockrecords").filter(product_id__in=product_ids))


def name_people(listings: Collection[Listing]) -> None:
    """Read titles and addresses of all sellers, makers and places in one query, and keep them as their texts."""
    producers = [one for listing in listings for one in (listing.seller, listing.maker) if one]
    places = [one for one in (*(listing.made_in for listing in listings), *(producer.place for producer in producers)) if one]
    columns = ("kind", "of", "language", "title", "slug")
    named = ProducerText.objects.filter(producer__in=producers).annotate(kind=Value("producer"), of=F("producer_id"))
    located = PlaceText.objects.filter(place__in=places).annotate(kind=Value("place"), of=F("place_id"))
    found: dict[tuple[str, int], list[Text]] = {}
    for kind, pk, code, title, slug in named.values_list(*columns).union(located.values_list(*columns), all=True):
        found.setdefault((kind, pk), []).append((ProducerText if kind == "producer" else PlaceText)(language=code, title=title, slug=slug))
    for producer in producers:
        keep_texts(producer, found.get(("producer", producer.pk), []))
    for place in places:
        keep_texts(place, found.get(("place", place.pk), []))


def offer_for_listing(listing: Listing) -> Offer:
    """Give price and free pieces; no stock record means no price and nothing free."""
    record = next(iter(listing.product.stockrecords.all()), None)
    if record is None:
        return Offer(price=None, free=0)
    return Offer(price=record.price, free=max(0, (record.num_in_stock or 0) - (record.num_allocated or 0)))


def availability_for(listing: Listing, offer: Offer, today: date) -> Availability:
    """Say whether a buyer can have it on `today`, and if not, why."""
    if listing.state != Listing.State.PUBLISHED or not listing.can_be_sold or offer.price is None:
        return "not_for_sale"
    if not listing.is_in_season(today.month):
        return "out_of_season"
    return "in_stock" if offer.free > 0 else "sold_out"


def text_for(texts: Iterable[ListingText], language: str) -> ListingText:
    """Give the best text for a reader of `language`.

    Raises:
        ListingText.DoesNotExist: the listing has no text at all.
    """
    text = best_text(texts, language)
    if text is None:
        raise ListingText.DoesNotExist("A listing without any text")
    return text


def product_url(text: ListingText, language: str) -> str:
    """Give the page's address for readers of `language`; the slug is that of the text they see."""
    with override(language):
        return reverse("products:product-detail", args=[text.slug])


def producer_name(producer: Producer | None, language: str) -> tuple[str, str]:
    """Give a producer's name and page address, or two empty texts."""
    text: ProducerText | None = best_text(producer.texts.all(), language) if producer else None
    if text is None:
        return "", ""
    with override(language):
        return text.title, reverse("producers:producer-detail", args=[text.slug])


def place_name(place: Place | None, language: str) -> str:
    """Give a place's name, or an empty text."""
    text = best_text(place.texts.all(), language) if place else None
    return text.title if text else ""


def name_language(subject: Producer | Place | None, language: str) -> str:
    """Give the language in which a name is shown to a reader of `language`: Vietnamese where there is no other."""
    text: Text | None = best_text(subject.texts.all(), language) if subject else None
    return text.language if text else ""


def _reported(listing: Listing) -> ReportedStars | None:
    star = getattr(listing, "reported_star", None)
    return ReportedStars(stars=star.stars, year=star.year, source_url=star.source_url) if star else None


def card_for(listing: Listing, *, language: str, today: date, picture: Picture | None, badge: Badge | None) -> ProductCard:
    """Build one card from a listing loaded by `load_listings` or `listings_with_all`."""
    text = text_for(listing.texts.all(), language)
    name, url = producer_name(listing.maker, language)
    offer = offer_for_listing(listing)
    return ProductCard(
        id=listing.product_id,
        title=text.title,
        language=text.language,
        url=product_url(text, language),
        producer_name=name,
        producer_url=url,
        place_name=place_name(listing.place, language),
        price=offer.price,
        pack=text.pack,
        picture=picture,
        badge=badge,
        reported=None if badge else _reported(listing),
        availability=availability_for(listing, offer, today),
        is_sample=listing.maker.is_sample if listing.maker else False,
        producer_language=name_language(listing.maker, language),
        place_language=name_language(listing.place, language),
    )


def cards_for_listings(listings: Collection[Listing], *, language: str, today: date) -> list[ProductCard]:
    """Build cards of loaded listings, in their order."""
    pictures = pictures_for_listings([listing.pk for listing in listings], language)
    badges = badges_for_products([listing.product_id for listing in listings], today)
    return [
        card_for(
            listing,
            language=language,
            today=today,
            picture=next(iter(pictures.get(listing.pk, [])), None),
            badge=badges.get(listing.product_id),
        )
        for listing in listings
        if listing.texts.all()
    ]


def cards_for_products(product_ids: Collection[int], *, language: str, today: date | None = None) -> list[ProductCard]:
    """Give cards of published products in the order of `product_ids`; what is not published is left out."""
    day = today or clock.today()
    listings = load_listings(product_id__in=product_ids, state=Listing.State.PUBLISHED)
    found = {listing.product_id: listing for listing in listings}
    return cards_for_listings([found[pk] for pk in product_ids if pk in found], language=language, today=day)


def vat_percent_for(vat_class: str, day: date) -> Decimal:
    """Give the rate in force on `day`.

    Raises:
        VatRate.DoesNotExist: none is on file; an officer must enter one.
    """
    return vat_percents_for([vat_class], day)[vat_class]


def vat_percents_for(vat_classes: Iterable[str], day: date) -> dict[str, Decimal]:
    """Give the rate in force on `day` for each of these classes; one query, and none while they are kept.

    Raises:
        VatRate.DoesNotExist: none is on file for one of them; an officer must enter one.
    """
    wanted, found = set(vat_classes), kept(f"vat-{day}", lambda: _vat_percents_on(day))
    if wanted - found.keys():
        raise VatRate.DoesNotExist(f"No VAT rate for {', '.join(sorted(wanted - found.keys()))} on {day}")
    return {code: found[code] for code in wanted}


def _vat_percents_on(day: date) -> dict[str, Decimal]:
    last = {rate.vat_class: rate for rate in VatRate.objects.filter(valid_from__lte=day).order_by("valid_from")}
    return {code: rate.percent for code, rate in last.items() if rate.valid_to is None or rate.valid_to >= day}
