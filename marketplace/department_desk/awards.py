"""Which awards lie within an officer's reach, and the questions that the desk asks of them by date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from catalog.certification.models import Award, AwardLink
from catalog.lib.clock import add_months
from catalog.products.models import Listing
from marketplace.accounts.permissions import Reach


def awards_within(reach: Reach) -> QuerySet[Any]:
    """Give the awards within reach, each with `here`: the id of its own place, else that of the listing it is linked to.

    A paper names old districts and communes; where no table could turn them into today's, the maker of the linked listing
    says where it is. An award without either is for officers who serve everywhere.
    """
    listings = Listing.objects.filter(product__award_links__award=OuterRef("pk"), product__award_links__ended_at=None).order_by("pk")
    awards = Award.objects.annotate(
        here=Coalesce(
            "place_id",
            Subquery(listings.values("made_in_id")[:1]),
            Subquery(listings.values("maker__place_id")[:1]),
            output_field=BigIntegerField(),
        )
    )
    return awards if reach.is_everywhere else awards.filter(here__in=reach.places().values("pk"))


def _none_or_after(field: str, today: date) -> Q:
    return Q(**{field: None}) | Q(**{f"{field}__gt": today})


def standing(today: date) -> Q:
    """Give the condition that an award is neither revoked, withdrawn nor superseded on `today`."""
    return _none_or_after("revoked_on", today) & _none_or_after("withdrawn_on", today) & _none_or_after("superseded_from", today)


def in_force(today: date) -> Q:
    """Give the condition that an award is in force on `today`; potential five stars count too, and bear no badge."""
    return standing(today) & Q(starts_on__lte=today, lapses_on__gt=today)


def last_lapse_within(today: date, months: int) -> date:
    """Give the latest day of lapsing that is `months` or less away; the same answer as the badge's own rule gives.

    On a month's last day everything that lapses until the end of the target month is as near.
    """
    tomorrow = today + timedelta(days=1)
    return add_months(tomorrow, months) - timedelta(days=1) if tomorrow.day == 1 else add_months(today, months)


def expiring(today: date, months: int) -> Q:
    """Give the condition that an award is in force and lapses within `months`."""
    return in_force(today) & Q(lapses_on__lte=last_lapse_within(today, months))


def lapsed_but_listed(awards: QuerySet[Any], today: date) -> QuerySet[Award]:
    """Give the awards whose term is over while a linked product stands in the shop without another award in force."""
    renewed = AwardLink.objects.filter(product=OuterRef("product"), ended_at=None, award__in=Award.objects.filter(in_force(today)))
    shown = AwardLink.objects.filter(award=OuterRef("pk"), ended_at=None, product__listing__state=Listing.State.PUBLISHED)
    return awards.filter(standing(today), Exists(shown.exclude(Exists(renewed))), lapses_on__lte=today)
