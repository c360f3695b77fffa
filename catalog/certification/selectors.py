"""Read awards and badges."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import cast

from django.urls import reverse

from catalog.certification.badges import IN_FORCE, AwardFacts, Badge, BadgeState, award_state, valid_until
from catalog.certification.models import Award, AwardLink


def facts_of(award: Award) -> AwardFacts:
    """Give what the award's state depends on; load `superseded_by` beforehand."""
    return AwardFacts(
        stars=award.stars,
        is_potential_five=award.is_potential_five,
        starts_on=award.starts_on,
        lapses_on=award.lapses_on,
        superseded_from=award.superseded_from,
        superseding_stars=award.superseded_by.stars if award.superseded_by else None,
        revoked_on=award.revoked_on,
        withdrawn_on=award.withdrawn_on,
        reevaluation_filed_on=award.reevaluation_filed_on,
    )


def awards_for_products(product_ids: Collection[int]) -> dict[int, list[Award]]:
    """Give the awards linked to each product, latest first, in one query."""
    links = (
        AwardLink.objects.filter(product_id__in=product_ids, ended_at=None)
        .select_related("award__decision__issuing_body", "award__superseded_by")
        .order_by("-award__starts_on", "-award_id")
    )
    found: dict[int, list[Award]] = {}
    for link in links:
        found.setdefault(link.product_id, []).append(link.award)
    return found


def verification_url(code: str) -> str:
    """Give the address of the verification page; the same in every language."""
    return reverse("certification:award-verify", args=[code])


def badge_of(award: Award, today: date) -> Badge | None:
    """Give the badge of an award on `today`, or none."""
    state = award_state(facts_of(award), today)
    if award.stars is None or state not in IN_FORCE:
        return None
    return Badge(
        stars=award.stars,
        code=award.code,
        url=verification_url(award.code),
        state=cast(BadgeState, str(state)),
        last_day=valid_until(award.lapses_on),
        decision_number=award.decision.number,
        decision_on=award.decision.signed_on,
        is_sample=award.decision.is_sample,
    )


def badges_for_products(product_ids: Collection[int], today: date) -> dict[int, Badge]:
    """Give each product's badge on `today`, in one query; the latest award in force counts."""
    badges: dict[int, Badge] = {}
    for product_id, awards in awards_for_products(product_ids).items():
        badge = next(filter(None, (badge_of(award, today) for award in awards)), None)
        if badge:
            badges[product_id] = badge
    return badges
