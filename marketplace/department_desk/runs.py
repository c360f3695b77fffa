"""What the desk shows of registry runs and their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.certification.badges import valid_until
from catalog.certification.models import Award
from catalog.lib.vietnamese import spelling_key
from catalog.products.models import Listing
from catalog.registry.models import Record, SyncRun
from catalog.registry.reasons import Weight, from_json
from catalog.registry.selectors import match_in_words
from catalog.texts.models import best_text
from marketplace.department_desk.lists import stars_text

COUNT_NAMES: dict[str, Promise] = {
    "accepted": gettext_lazy("accepted"),
    "doubtful": gettext_lazy("doubtful"),
    "rejected": gettext_lazy("rejected"),
    "absent": gettext_lazy("on record but not in the full list"),
    "recorded": gettext_lazy("awards recorded"),
    "linked": gettext_lazy("listings linked"),
    "withdrawn": gettext_lazy("awards withdrawn"),
    "unlinked": gettext_lazy("links ended"),
    "left": gettext_lazy("left alone"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many rows of a run are of one kind, and which filter shows them."""

    code: str
    name: str
    number: int


def counts_of(run: SyncRun) -> list[Count]:
    """Give what a run counted, by name; those that open their rows come first."""
    return [Count(code=code, name=str(name), number=run.counts[code]) for code, name in COUNT_NAMES.items() if code in run.counts]


FILTERS: dict[str, Q] = {
    "accepted": Q(outcome="accepted", line__gt=0),
    "doubtful": Q(outcome="doubtful", line__gt=0),
    "rejected": Q(outcome="rejected", line__gt=0),
    "absent": Q(line=0),
    "recorded": Q(effect__is_new=True),
    "linked": ~Q(effect__links=[]) & Q(applied_at__isnull=False),
    "withdrawn": Q(effect__done="withdrawn"),
    "unlinked": Q(effect__done="unlinked"),
    "left": Q(effect__done="left"),
}


def rows_of(run: SyncRun, wanted: str) -> QuerySet[Record]:
    """Give the rows of a run that one of its counts counted; all of them for an unknown name."""
    rows = Record.objects.filter(run=run).order_by("position")
    return rows.filter(FILTERS[wanted]) if wanted in FILTERS else rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One reason in words, with how much it weighs: `rejection`, `doubt` or `note`."""

    weight: str
    text: str


def sayings(record: Record) -> list[Saying]:
    """Give a row's reasons in words, the heaviest first."""
    reasons = sorted(from_json(record.reasons), key=lambda reason: -reason.weight)
    return [Saying(weight=Weight(reason.weight).name.lower(), text=str(reason)) for reason in reasons]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One field side by side: as the paper has it, and as each thing that it may be about has it."""

    name: str
    paper: str
    others: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A row beside what it may be about: columns with their titles and addresses, and the facts line by line."""

    columns: Sequence[tuple[str, str]]
    facts: Sequence[Fact]
    match: str
    score: int | None


def beside(record: Record) -> Beside:
    """Lay a row beside the award on record, the former award and the listing that were found for it."""
    sides = [(title, _award_side(award), reverse("desk:award", args=[award.code])) for title, award in _awards(record)]
    if listing := _listing(record):
        sides.append((_("Listing"), _listing_side(listing), _listing_url(listing)))
    paper = _paper_side(record)
    facts = [
        Fact(name=name, paper=value, others=[_compare(value, side.get(name)) for _title, side, _url in sides])
        for name, value in paper.items()
    ]
    score = record.match.get("score")
    return Beside(
        columns=[(title, url) for title, _side, url in sides],
        facts=[fact for fact in facts if fact.paper or any(text for text, _differs in fact.others)],
        match=match_in_words(record),
        score=round(100 * score) if score is not None else None,
    )


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


def _compare(paper: str, other: str | None) -> tuple[str, bool]:
    """Give the other side's value, and whether it says something else; what a side does not tell differs from nothing."""
    if other is None:
        return "", False
    return other, spelling_key(other) != spelling_key(paper)


def _paper_side(record: Record) -> dict[str, str]:
    return {
        _("Product"): record.name,
        _("Recognized maker"): record.maker,
        _("Address as printed"): record.address,
        _("Group"): record.group_raw,
        _("Score"): _number(record.score),
        _("Stars"): stars_text(record.stars, record.is_potential_five),
        _("Decision"): record.decision_number,
        _("Signed on"): _day(record.signed_on),
        _("Issuing body"): record.issuing_body.name if record.issuing_body else "",
        _("First day"): _day(record.starts_on),
        _("Last day in force"): _day(valid_until(record.lapses_on) if record.lapses_on else None),
    }


def _award_side(award: Award) -> dict[str, str]:
    return {
        _("Product"): award.product_name,
        _("Recognized maker"): award.maker_name,
        _("Address as printed"): award.address,
        _("Group"): award.group_raw,
        _("Score"): _number(award.score),
        _("Stars"): stars_text(award.stars, award.is_potential_five),
        _("Decision"): award.decision.number,
        _("Signed on"): _day(award.decision.signed_on),
        _("First day"): _day(award.starts_on),
        _("Last day in force"): _day(valid_until(award.lapses_on)),
    }


def _listing_side(listing: Listing) -> dict[str, str]:
    text = best_text(listing.texts.all(), "vi")
    maker = best_text(listing.maker.texts.all(), "vi") if listing.maker else None
    return {
        _("Product"): text.title if text else "",
        _("Recognized maker"): maker.title if maker else "",
        _("Group"): listing.group.name_vi,
    }


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _number(score: Decimal | None) -> str:
    return f"{score.normalize():f}".replace(".", ",") if score is not None else ""


def next_open_row(rows: QuerySet[Record], after: Record) -> Record | None:
    """Give the row that is decided after this one: the next of its run, then of other runs, then the first that is left."""
    ordered = rows.exclude(pk=after.pk).order_by("run", "position")
    later = Q(run=after.run_id, position__gt=after.position) | Q(run__gt=after.run_id)
    return ordered.filter(later).first() or ordered.first()


def raw_cells(record: Record) -> list[tuple[str, Any]]:
    """Give the cells as received, each under the letter of its column."""
    return [(_letter(number), cell) for number, cell in enumerate(record.raw) if str(cell).strip()]


def _letter(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
