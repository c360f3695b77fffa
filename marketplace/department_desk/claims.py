"""The watch list at the desk: stars that a text claims without a record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.claims.models import Claim
from catalog.claims.selectors import ClaimRow, open_claims
from catalog.lib.clock import VIETNAM
from catalog.lib.languages import current_language
from marketplace.accounts.permissions import Reach
from marketplace.department_desk.tables import Cell, DeskList, Wishes


def claims_within(reach: Reach) -> list[ClaimRow]:
    """Give the open claims of producers within reach; one without a known place is for who serves everywhere."""
    rows = open_claims(language=current_language())
    if reach.is_everywhere:
        return rows
    places = set(reach.places().values_list("pk", flat=True))
    return [row for row in rows if row.place and row.place.pk in places]


def get_claim(reach: Reach, claim_id: int) -> ClaimRow:
    """Give an open claim within reach.

    Raises:
        Http404: there is none, or it is another place's.
    """
    row = next((row for row in claims_within(reach) if row.id == claim_id), None)
    if row is None:
        raise Http404
    return row


def count_claims(reach: Reach) -> int:
    """Count the open claims within reach."""
    claims = Claim.objects.filter(state=Claim.State.OPEN)
    return (claims if reach.is_everywhere else claims.filter(producer__place__in=reach.places().values("pk"))).count()


def _find(reach: Reach, wishes: Wishes) -> list[Any]:
    words = wishes.text.casefold()
    return [row for row in claims_within(reach) if words in f"{row.title} {row.producer} {row.excerpt}".casefold()]


def _cells(rows: Sequence[Any], today: date) -> list[list[Cell]]:
    return [
        [
            Cell(value=row.excerpt, url=reverse("desk:claim", args=[row.id]), language=row.language),
            Cell(value=f"{row.stars} ★"),
            Cell(value=row.title, url=row.url, language=row.language),
            Cell(value=row.producer),
            Cell(value=row.place_name),
            Cell(value=row.found_at.astimezone(VIETNAM).date()),
        ]
        for row in rows
    ]


CLAIMS = DeskList(
    name="claims",
    title=_("Stars claimed without a record"),
    about=_("The text of a product or a maker speaks of OCOP stars for which no certificate is in force."),
    columns=(_("Words"), _("Stars claimed"), _("Page"), _("Maker or seller"), _("Locality"), _("Found on")),
    find=_find,
    cells=_cells,
    filters=frozenset({"text"}),
)
