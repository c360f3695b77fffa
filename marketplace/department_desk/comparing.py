"""A row of a run beside what it may be about: the award on record, the former award, the listing. Differences are marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.certification.badges import valid_until
from catalog.certification.models import Award
from catalog.lib.vietnamese import spelling_key
from catalog.products.models import Listing, ListingText
from catalog.registry.changes import source_of
from catalog.registry.models import Record
from catalog.registry.selectors import match_in_words
from catalog.texts.models import best_text
from marketplace.department_desk.lists import stars_text

FIELDS: dict[str, Promise] = {
    "name": gettext_lazy("Product"),
    "maker": gettext_lazy("Recognized maker"),
    "maker_kind": gettext_lazy("Kind of maker"),
    "address": gettext_lazy("Address as printed"),
    "group_raw": gettext_lazy("Group"),
    "official_code": gettext_lazy("Product code"),
    "score": gettext_lazy("Score"),
    "stars": gettext_lazy("Stars"),
    "decision_number": gettext_lazy("Decision"),
    "signed_on": gettext_lazy("Signed on"),
    "issuing_body": gettext_lazy("Issuing body"),
    "starts_on": gettext_lazy("First day"),
    "lapses_on": gettext_lazy("Last day in force"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One field side by side: as the paper has it and where it stands there, and as each thing that it may be about has it."""

    field: str
    name: str
    paper: str
    source: str
    others: Sequence[tuple[str, bool, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A row beside what it may be about: columns with their titles and addresses, and the facts line by line."""

    columns: Sequence[tuple[str, str]]
    facts: Sequence[Fact]
    match: str
    score: int | None
    listing: tuple[str, str]


def beside(record: Record) -> Beside:
    """Lay a row beside the award on record, the former award and the listing that were found for it."""
    sides = [(title, _award_side(award), reverse("desk:award", args=[award.code])) for title, award in _awards(record)]
    listing = _listing(record)
    if listing:
        sides.append((_("Listing"), _listing_side(listing), _listing_url(listing)))
    paper = paper_side(record)
    facts = [_fact(record, field, paper[field], [(title, side) for title, side, _url in sides]) for field in FIELDS]
    score = record.match.get("score")
    return Beside(
        columns=[(title, url) for title, _side, url in sides],
        facts=[fact for fact in facts if fact.paper or any(text for text, _differs, _title in fact.others)],
        match=match_in_words(record),
        score=round(100 * score) if isinstance(score, int | float) else None,
        listing=(_listing_side(listing)["name"], _listing_url(listing)) if listing else ("", ""),
    )


def _fact(record: Record, field: str, paper: str, sides: Sequence[tuple[str, dict[str, str]]]) -> Fact:
    # A question is no row: it stands nowhere on a paper.
    source = source_of(record, field) if paper and record.line else ""
    others = [(side.get(field, ""), _differs(paper, side.get(field, "")), title) for title, side in sides]
    return Fact(field=field, name=str(FIELDS[field]), paper=paper, source=source, others=others)


def _differs(paper: str, other: str) -> bool:
    """Whether the two say something else; what one side does not tell is no difference."""
    return bool(paper and other) and spelling_key(other) != spelling_key(paper)


def _awards(record: Record) -> list[tuple[str, Award]]:
    pairs = ((_("Record on file"), record.award), (_("Former record"), record.former))
    return [(title, award) for title, award in pairs if award is not None]


def _listing(record: Record) -> Listing | None:
    if record.product_id is None:
        return None
    listings = Listing.objects.select_related("maker", "group").prefetch_related("texts", "maker__texts")
    return listings.filter(product=record.product_id).first()


def _listing_url(listing: Listing) -> str:
    text = best_text(listing.texts.all(), "vi")
    return reverse("products:product-detail", args=[text.slug]) if text else ""


def paper_side(record: Record) -> dict[str, str]:
    """Give what the paper says, by field, as people write it."""
    plain = ("name", "maker", "maker_kind", "address", "group_raw", "official_code", "decision_number")
    return {name: getattr(record, name) for name in plain} | {
        "score": _number(record.score),
        "stars": stars_text(record.stars, record.is_potential_five),
        "signed_on": _day(record.signed_on),
        "issuing_body": record.issuing_body.name if record.issuing_body else "",
        "starts_on": _day(record.starts_on),
        "lapses_on": _day(valid_until(record.lapses_on) if record.lapses_on else None),
    }


def _award_side(award: Award) -> dict[str, str]:
    plain = ("maker_kind", "address", "group_raw", "official_code")
    return {name: getattr(award, name) for name in plain} | {
        "name": award.product_name,
        "maker": award.maker_name,
        "score": _number(award.score),
        "stars": stars_text(award.stars, award.is_potential_five),
        "decision_number": award.decision.number,
        "signed_on": _day(award.decision.signed_on),
        "issuing_body": award.decision.issuing_body.name,
        "starts_on": _day(award.starts_on),
        "lapses_on": _day(valid_until(award.lapses_on)),
    }


def _listing_side(listing: Listing) -> dict[str, str]:
    text = best_text(listing.texts.all(), "vi")
    maker = best_text(listing.maker.texts.all(), "vi") if listing.maker else None
    return {"name": text.title if text else "", "maker": maker.title if maker else "", "group_raw": listing.group.name_vi}


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _number(score: Decimal | None) -> str:
    return f"{score.normalize():f}".replace(".", ",") if score is not None else ""


MOST_FOUND = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A listing that an officer may choose for a row."""

    product_id: int
    title: str
    maker: str
    url: str


def find_listings(words: str) -> list[Candidate]:
    """Find listings by words of their Vietnamese title, the first dozen; withdrawn ones are none."""
    texts = ListingText.objects.filter(language="vi").exclude(listing__state=Listing.State.WITHDRAWN)
    for word in words.split()[:8]:
        texts = texts.filter(title__icontains=word)
    found = list(texts.select_related("listing__maker").prefetch_related("listing__maker__texts").order_by("title", "pk")[:MOST_FOUND])
    return [
        Candidate(
            product_id=text.listing.product_id,
            title=text.title,
            maker=maker.title if text.listing.maker and (maker := best_text(text.listing.maker.texts.all(), "vi")) else "",
            url=reverse("products:product-detail", args=[text.slug]),
        )
        for text in found
    ]
