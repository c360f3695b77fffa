"""What the product page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, prefetch_related_objects
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog.certification.badges import AwardState, award_state, valid_until
from catalog.certification.models import Award, OcopGroup
from catalog.certification.selectors import awards_for_products, badge_of, facts_of, verification_url
from catalog.forks.partner.models import StockRecord
from catalog.lib.languages import Language
from catalog.producers.models import Producer
from catalog.products.cards import Badge, Picture, ProductCard
from catalog.products.labels import FACT_NAMES
from catalog.products.models import Listing, ListingText, Sign
from catalog.products.pictures import pictures_for_listings
from catalog.products.selectors import (
    BESIDE,
    Offer,
    card_for,
    name_language,
    name_people,
    offer_for_listing,
    place_name,
    producer_name,
    product_url,
    text_for,
)
from catalog.texts.lookup import keep_related, keep_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """The maker or the seller as the page shows them; contacts only of the seller, as the law asks (Consumer Law 2023, art. 37)."""

    name: str
    language: str
    url: str
    kind: str
    place: str
    address: str = ""
    phone: str = ""
    number: str = ""
    is_sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAward:
    """An award that gives no badge today, and what became of it."""

    state: AwardState
    stars: int | None
    decision_number: str
    last_day: date
    url: str
    reevaluation_filed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignFamily:
    """The signs of one family under their heading; stars are a family of their own and stand elsewhere."""

    heading: str | Promise
    signs: list[Sign]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One row of the table of facts; `language` of what people wrote, which may not be the page's."""

    name: str | Promise
    value: str | Promise
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPage:
    """Everything on the page of one product; `award` is the one behind the badge."""

    listing: Listing
    card: ProductCard
    text: ListingText
    pictures: list[Picture]
    badge: Badge | None
    award: Award | None
    past_awards: list[PastAward]
    signs: list[SignFamily]
    maker: Party | None
    seller: Party
    group: OcopGroup
    offer: Offer
    facts: list[Fact]
    alternates: dict[str, str]


def _party(producer: Producer, language: str, *, with_contacts: bool) -> Party:
    name, url = producer_name(producer, language)
    contacts = (
        {"address": producer.address, "phone": producer.phone, "number": producer.registration_number or producer.tax_code}
        if with_contacts
        else {}
    )
    return Party(
        name=name,
        language=name_language(producer, language),
        url=url,
        kind=str(producer.get_kind_display()),
        place=place_name(producer.place, language),
        is_sample=producer.is_sample,
        **contacts,
    )


def _past_award(award: Award, today: date) -> PastAward:
    return PastAward(
        state=award_state(facts_of(award), today),
        stars=award.stars,
        decision_number=award.decision.number,
        last_day=valid_until(award.lapses_on),
        url=verification_url(award.code),
        reevaluation_filed_on=award.reevaluation_filed_on,
    )


# In the order of their weight: what the state registered, what it bestowed, what the maker says.
_FAMILIES = {
    Sign.Family.INDICATION: _("Geographical indications and marks"),
    Sign.Family.TITLE: _("Titles of craft villages and artisans"),
    Sign.Family.CLAIM: _("What the maker states, each with paper and date"),
}


def sign_families(signs: Iterable[Sign]) -> list[SignFamily]:
    """Group signs by family, so that a maker's word never stands beside a title or an indication as if it were one."""
    every = list(signs)
    families = [
        SignFamily(heading=heading, signs=[sign for sign in every if sign.family == family]) for family, heading in _FAMILIES.items()
    ]
    return [family for family in families if family.signs]


def net_quantity(listing: Listing) -> str:
    """Write the net quantity with its unit, without idle zeros: `1,5 kg`."""
    count = listing.net_quantity.normalize()
    amount = number_format(count, use_l10n=True, force_grouping=True)
    if listing.net_unit == Listing.Unit.PIECE:
        return ngettext("%(count)s piece", "%(count)s pieces", int(count)) % {"count": amount}
    if listing.net_unit == Listing.Unit.SET:
        return ngettext("%(count)s set", "%(count)s sets", int(count)) % {"count": amount}
    return f"{amount} {listing.get_net_unit_display()}"


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _facts(listing: Listing, text: ListingText) -> list[Fact]:
    written: list[tuple[Any, Any]] = [
        (_("Origin of the material"), text.material_origin),
        (_("Where it is made"), text.making_origin),
        *((FACT_NAMES[key], value) for key, value in text.label_facts.items() if key in FACT_NAMES),
    ]
    known: list[tuple[Any, Any]] = [
        (_("Shelf life"), _days(listing.shelf_life_days) if listing.shelf_life_days else ""),
        (_("Storage"), listing.get_storage_display()),
        (_("Made ready in"), _days(listing.lead_time_days)),
        (_("May be sent to"), listing.get_send_to_display()),
    ]
    return [
        Fact(name=_("Net quantity"), value=net_quantity(listing)),
        *(Fact(name=name, value=value, language=text.language) for name, value in written if value),
        *(Fact(name=name, value=value) for name, value in known if value),
    ]


def alternates_for(listing: Listing) -> dict[str, str]:
    """Give the page's address in each language."""
    return {code: product_url(text_for(listing.texts.all(), code), code) for code in Language.values}


# What an offer is made of: of the first stock record, as `offer_for_listing` takes it.
_STOCK = ("pk", "price", "num_in_stock", "num_allocated")


def texts_with_listing() -> QuerySet[ListingText]:
    """Give texts that bring their listing and its stock along: whoever finds a product by its address has then read it."""
    record = StockRecord.objects.filter(product=OuterRef("listing__product")).order_by("pk")
    stock = {f"stock_{name}": Subquery(record.values(name)[:1]) for name in _STOCK}
    return ListingText.objects.select_related("listing", *(f"listing__{name}" for name in BESIDE)).annotate(**stock)


def _listing_of(texts: list[ListingText]) -> Listing:
    listing = texts[0].listing
    keep_texts(listing, texts)
    stock = {name: getattr(texts[0], f"stock_{name}") for name in _STOCK}
    keep_related(listing.product, "stockrecords", [StockRecord(product=listing.product, **stock)] if stock["pk"] else [])
    prefetch_related_objects([listing], Prefetch("signs", Sign.objects.order_by("family", "pk")))
    name_people([listing])
    return listing


def product_page(texts: list[ListingText], *, language: str, today: date) -> ProductPage:
    """Read all that the page of a product shows, from the texts that its address led to; four queries.

    Raises:
        Listing.DoesNotExist: the listing is not published.
    """
    if texts[0].listing.state != Listing.State.PUBLISHED:
        raise Listing.DoesNotExist
    listing = _listing_of(texts)
    text, pictures = text_for(texts, language), pictures_for_listings([listing.pk], language).get(listing.pk, [])
    awards = awards_for_products([listing.product_id]).get(listing.product_id, [])
    badges = [(award, badge_of(award, today)) for award in awards]
    award, badge = next(((award, badge) for award, badge in badges if badge), (None, None))
    return ProductPage(
        listing=listing,
        card=card_for(listing, language=language, today=today, picture=next(iter(pictures), None), badge=badge),
        text=text,
        pictures=pictures,
        badge=badge,
        award=award,
        past_awards=[_past_award(award, today) for award, badge in badges if badge is None],
        signs=sign_families(listing.signs.all()),
        maker=_party(listing.maker, language, with_contacts=False) if listing.maker else None,
        seller=_party(listing.seller, language, with_contacts=True),
        group=listing.group,
        offer=offer_for_listing(listing),
        facts=_facts(listing, text),
        alternates=alternates_for(listing),
    )
