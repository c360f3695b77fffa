"""Who sells a recognized product here, and whether that shop is the holder of the recognition."""

from __future__ import annotations

from django import template

from catalog.certification.models import Award
from catalog.registry.holders import AwardSeller, sellers_of_award

register = template.Library()


@register.simple_tag
def award_sellers(award: Award) -> list[AwardSeller]:
    """Give the published listings linked to an award, each with its seller."""
    return sellers_of_award(award)
