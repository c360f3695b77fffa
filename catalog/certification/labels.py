"""What a maker may show elsewhere: a badge that follows the record, for its own site, and labels with a QR picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from catalog.certification.badges import IN_FORCE, AwardState, award_state, valid_until
from catalog.certification.models import Award
from catalog.certification.selectors import facts_of, verification_url
from catalog.lib.languages import Language

WIDTH, HEIGHT = 264, 88  # of the badge, px
_FARTHEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBadge:
    """What the picture on a maker's site says today. `stars` is none where no award of the product is in force.

    `code` is that of the award that counts now, which may have followed the one on the label.
    """

    code: str
    stars: int | None
    state: AwardState
    last_day: date
    is_sample: bool


def live_badge(award: Award, *, today: date) -> LiveBadge:
    """Follow an award to the one that took its place, as far as one did by `today`; a lapsed one is never made to look valid."""
    state = award_state(facts_of(award), today)
    for _step in range(_FARTHEST):
        heir = award.merged_into or (award.superseded_by if state in (AwardState.RENEWED, AwardState.UPGRADED) else None)
        if heir is None:
            break
        award = Award.objects.select_related("decision", "superseded_by", "merged_into").get(pk=heir.pk)
        state = award_state(facts_of(award), today)
    return LiveBadge(
        code=award.code,
        stars=award.stars if state in IN_FORCE else None,
        state=state,
        last_day=valid_until(award.lapses_on),
        is_sample=award.decision.is_sample,
    )


def embed_code(code: str, language: str) -> str:
    """Give the lines of HTML that show the badge on another site; their words claim no stars, for they stay when stars go."""
    record, picture = verification_url(code), reverse("certification:award-badge", args=[code])
    query = "?lang=en" if language == Language.ENGLISH else ""
    alt = _("OCOP star: see the decision at Chợ Sao")
    return format_html(
        '<a href="{base}{record}{query}"><img src="{base}{picture}{query}" width="{width}" height="{height}" alt="{alt}"></a>',
        base=settings.BASE_URL,
        record=record,
        picture=picture,
        query=query,
        width=WIDTH,
        height=HEIGHT,
        alt=alt,
    )
