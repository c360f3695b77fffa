"""The desk's lists of awards: in force, running out, lapsed but listed, by place, by decision, absent from the full list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.certification.badges import AwardState, award_state, valid_until
from catalog.certification.models import AwardLink, Decision
from catalog.certification.selectors import facts_of
from catalog.lib.languages import current_language
from catalog.places.models import Place, PlaceText
from catalog.products.models import ListingText
from catalog.registry.models import Record
from catalog.texts.models import best_text
from marketplace.accounts.permissions import Reach
from marketplace.department_desk.awards import awards_within, expiring, in_force, lapsed_but_listed
from marketplace.department_desk.claims import CLAIMS
from marketplace.department_desk.overview import open_questions
from marketplace.department_desk.tables import Cell, DeskList, Wishes

STATE_NAMES = {
    AwardState.NOT_YET: _("counts from a later day"),
    AwardState.VALID: _("in force"),
    AwardState.EXPIRING: _("running out"),
    AwardState.REEVALUATION_FILED: _("in force, new evaluation filed"),
    AwardState.LAPSED: _("lapsed"),
    AwardState.RENEWED: _("renewed"),
    AwardState.UPGRADED: _("upgraded"),
    AwardState.REVOKED: _("revoked"),
    AwardState.WITHDRAWN: _("record withdrawn"),
    AwardState.POTENTIAL_FIVE: _("potential 5 stars"),
}


def stars_text(stars: int | None, is_potential_five: bool) -> str:
    """Write stars as a number with a star sign; potential five stars are none."""
    if stars:
        return f"{stars} ★"
    return str(STATE_NAMES[AwardState.POTENTIAL_FIVE]) if is_potential_five else "–"


def place_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Name places in the reader's language, each with the province it lies in, in two queries."""
    wanted = {one for one in ids if one}
    places = {place.pk: place for place in Place.objects.filter(pk__in=wanted).select_related("parent__parent")}
    chains = {pk: [one for one in (place, place.parent, place.parent and place.parent.parent) if one] for pk, place in places.items()}
    texts: dict[int, list[PlaceText]] = {}
    for text in PlaceText.objects.filter(place__in={one.pk for chain in chains.values() for one in chain}):
        texts.setdefault(text.place_id, []).append(text)
    names = {pk: found.title for pk, rows in texts.items() if (found := best_text(rows, current_language()))}
    return {pk: ", ".join(names[one.pk] for one in chain if one.pk in names) for pk, chain in chains.items()}


def listing_titles(award_ids: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """Give title and address of the listings that each award is linked to, in one query."""
    pairs = list(AwardLink.objects.filter(award__in=list(award_ids), ended_at=None).order_by("pk").values_list("award_id", "product_id"))
    texts = ListingText.objects.filter(listing__product__in={product for _award, product in pairs}, language="vi").select_related("listing")
    named = {text.listing.product_id: (text.title, reverse("products:product-detail", args=[text.slug])) for text in texts}
    found: dict[int, list[tuple[str, str]]] = {}
    for award, product in pairs:
        if product in named:
            found.setdefault(award, []).append(named[product])
    return found


# --- awards


def _awards(reach: Reach, wishes: Wishes) -> QuerySet[Any]:
    awards = awards_within(reach).select_related("decision", "superseded_by")
    if wishes.text:
        words = Q(product_name__icontains=wishes.text) | Q(maker_name__icontains=wishes.text) | Q(decision__number__icontains=wishes.text)
        awards = awards.filter(words)
    if wishes.stars:
        awards = awards.filter(is_potential_five=True) if wishes.stars == "potential" else awards.filter(stars=int(wishes.stars))
    if wishes.place_id:
        awards = awards.filter(here__in=Reach((wishes.place_id,)).places().values("pk"))
    return awards.order_by("lapses_on", "pk")


def _award_cells(awards: Sequence[Any], today: date) -> list[list[Cell]]:
    names = place_names(award.here for award in awards)
    return [
        [
            Cell(value=award.product_name, url=reverse("desk:award", args=[award.code]), language="vi"),
            Cell(value=award.maker_name, language="vi"),
            Cell(value=stars_text(award.stars, award.is_potential_five)),
            Cell(value=names.get(award.here, ""), language="vi"),
            Cell(value=award.decision.number, language="vi"),
            Cell(value=valid_until(award.lapses_on)),
            Cell(value=str(STATE_NAMES[award_state(facts_of(award), today)])),
        ]
        for award in awards
    ]


AWARD_COLUMNS = (_("Product"), _("Recognized maker"), _("Stars"), _("Locality"), _("Decision"), _("Last day in force"), _("State"))
AWARD_FILTERS = frozenset({"text", "stars", "place"})


def _listed_cells(awards: Sequence[Any], today: date) -> list[list[Cell]]:
    listings = listing_titles(award.pk for award in awards)
    rows = _award_cells(awards, today)
    for award, row in zip(awards, rows, strict=True):
        title, address = (listings.get(award.pk) or [("", "")])[0]
        row[6] = Cell(value=title, url=address, language="vi")
    return rows


# --- by place and by decision


def _places(reach: Reach, wishes: Wishes) -> list[Any]:
    force, ahead = in_force(wishes.today), expiring(wishes.today, 6)
    rows = awards_within(reach).values("here").annotate(force=Count("pk", filter=force), ahead=Count("pk", filter=ahead), all=Count("pk"))
    names = place_names(row["here"] for row in rows)
    return sorted(({**row, "name": names.get(row["here"], "")} for row in rows), key=lambda row: (-row["force"], row["name"]))


def _place_cells(rows: Sequence[Any], today: date) -> list[list[Cell]]:
    return [
        [
            Cell(value=row["name"] or str(_("place unknown")), url=_of_place(row["here"]), language="vi" if row["name"] else ""),
            Cell(value=row["force"]),
            Cell(value=row["ahead"]),
            Cell(value=row["all"]),
        ]
        for row in rows
    ]


def _of_place(place_id: int | None) -> str:
    return f"{reverse('desk:list', args=['all'])}?place={place_id}" if place_id else ""


def _decisions(reach: Reach, wishes: Wishes) -> QuerySet[Decision]:
    own = awards_within(reach).filter(decision=OuterRef("pk"))
    decisions = Decision.objects.filter(Exists(own)).select_related("issuing_body")
    if wishes.text:
        decisions = decisions.filter(number__icontains=wishes.text)
    ids = awards_within(reach).values("pk")
    return decisions.annotate(
        products=Count("awards", filter=Q(awards__in=ids), distinct=True), last=Max("awards__lapses_on", filter=Q(awards__in=ids))
    ).order_by("-signed_on", "-pk")


def _decision_cells(decisions: Sequence[Any], today: date) -> list[list[Cell]]:
    return [
        [
            Cell(value=decision.number, url=f"{reverse('desk:list', args=['all'])}?q={decision.number}", language="vi"),
            Cell(value=decision.signed_on),
            Cell(value=decision.issuing_body.name, language="" if current_language() == "en" else "vi"),
            Cell(value=decision.products),
            Cell(value=valid_until(decision.last) if decision.last else None),
        ]
        for decision in decisions
    ]


# --- questions


def _absent(reach: Reach, wishes: Wishes) -> QuerySet[Record]:
    records = open_questions(reach).select_related("run", "award__decision")
    if wishes.text:
        records = records.filter(Q(name__icontains=wishes.text) | Q(maker__icontains=wishes.text))
    return records.order_by("-run", "position")


def _absent_cells(records: Sequence[Any], today: date) -> list[list[Cell]]:
    return [
        [
            Cell(value=record.name, url=reverse("desk:row", args=[record.pk]), language="vi"),
            Cell(value=record.maker, language="vi"),
            Cell(value=stars_text(record.stars, record.is_potential_five)),
            Cell(value=record.decision_number, language="vi"),
            Cell(value=valid_until(record.lapses_on) if record.lapses_on else None),
            Cell(value=record.run_id, url=reverse("desk:run", args=[record.run_id])),
        ]
        for record in records
    ]


LISTS = {
    one.name: one
    for one in (
        DeskList(
            name="expiring",
            title=_("Running out"),
            about=_("Certificates in force whose term ends within six, three or one months. The maker files for re-evaluation in time."),
            columns=AWARD_COLUMNS,
            find=lambda reach, wishes: _awards(reach, wishes).filter(expiring(wishes.today, wishes.months)),
            cells=_award_cells,
            filters=AWARD_FILTERS | {"months"},
        ),
        DeskList(
            name="lapsed",
            title=_("Lapsed but listed"),
            about=_("The term is over and the shop shows no star any more, but the product is still for sale."),
            columns=(*AWARD_COLUMNS[:6], _("Listing")),
            find=lambda reach, wishes: lapsed_but_listed(_awards(reach, wishes), wishes.today),
            cells=_listed_cells,
            filters=AWARD_FILTERS,
        ),
        DeskList(
            name="in-force",
            title=_("In force"),
            about=_("Every certificate that counts today."),
            columns=AWARD_COLUMNS,
            find=lambda reach, wishes: _awards(reach, wishes).filter(in_force(wishes.today)),
            cells=_award_cells,
            filters=AWARD_FILTERS,
        ),
        DeskList(
            name="all",
            title=_("All records"),
            about=_("Every recognition on record, whatever became of it."),
            columns=AWARD_COLUMNS,
            find=_awards,
            cells=_award_cells,
            filters=AWARD_FILTERS,
        ),
        DeskList(
            name="places",
            title=_("By place"),
            about=_("How many certificates each commune and village holds."),
            columns=(_("Locality"), _("In force"), _("Running out within 6 months"), _("On record in all")),
            find=_places,
            cells=_place_cells,
        ),
        DeskList(
            name="decisions",
            title=_("By decision"),
            about=_("Every decision on file with the number of its products."),
            columns=(_("Decision"), _("Signed on"), _("Issuing body"), _("Products"), _("Last day in force")),
            find=_decisions,
            cells=_decision_cells,
            filters=frozenset({"text"}),
        ),
        DeskList(
            name="absent",
            title=_("Absent from the full list"),
            about=_("On record here, but not in the registry's full list. Nothing is taken away by itself: ask why first."),
            columns=(_("Product"), _("Recognized maker"), _("Stars"), _("Decision"), _("Last day in force"), _("Registry run")),
            find=_absent,
            cells=_absent_cells,
            filters=frozenset({"text"}),
        ),
        CLAIMS,
    )
}
