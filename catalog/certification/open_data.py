"""Open data: the awards in force today, with what the public decisions say and nothing of a person's address or number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalog.audit.models import AuditEntry
from catalog.certification.badges import valid_until
from catalog.certification.models import Award
from catalog.certification.selectors import verification_url
from catalog.lib.clock import VIETNAM
from catalog.lib.languages import Language
from catalog.places.models import Place
from catalog.texts.models import best_text

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAward:
    """One row of the open data; dates are the first and the last day with the stars."""

    code: str
    product: str
    maker: str
    maker_kind: str
    stars: int
    group: str
    place: str
    decision: str
    decided_on: date
    issuing_body: str
    valid_from: date
    valid_until: date
    record: str

    def to_json(self) -> dict[str, Any]:
        """Give the same as plain values."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}


FIELDS = {
    "code": _("verification code, without which no star is shown anywhere"),
    "product": _("product, as the decision names it"),
    "maker": _("maker, as the decision names it"),
    "maker_kind": _("kind of maker, as printed in the decision; may be empty"),
    "stars": _("stars in force: 3, 4 or 5"),
    "group": _("official product group of today; may be empty"),
    "place": _("present commune and province; may be empty"),
    "decision": _("number of the decision"),
    "decided_on": _("day on which it was signed"),
    "issuing_body": _("body that issued it"),
    "valid_from": _("first day of the stars"),
    "valid_until": _("last day of the stars"),
    "record": _("address of the public record, which also tells of revocations"),
}


def awards_in_force(today: date) -> QuerySet[Award]:
    """Give the awards that show stars on `today`: the same rule as `badges.award_state`, written for the database."""
    return Award.objects.filter(
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=today),
        Q(revoked_on=None) | Q(revoked_on__gt=today),
        Q(superseded_from=None) | Q(superseded_from__gt=today),
        stars__isnull=False,
        starts_on__lte=today,
        lapses_on__gt=today,
    )


def open_awards(today: date) -> QuerySet[Award]:
    """Give what is published: invented decisions stay out, in the demo too, for a file that is passed on loses its banner."""
    return awards_in_force(today).filter(decision__is_sample=False)


def open_rows(today: date) -> Iterator[OpenAward]:
    """Read the rows in the order of their codes, some thousands at a time."""
    awards = open_awards(today).select_related("decision__issuing_body", "group", "place__parent")
    for award in awards.prefetch_related("place__texts", "place__parent__texts").order_by("code").iterator(chunk_size=_AT_ONCE):
        yield OpenAward(
            code=award.code,
            product=award.product_name,
            maker=award.maker_name,
            maker_kind=award.maker_kind,
            stars=award.stars or 0,
            group=award.group.name_vi if award.group else "",
            place=_place_name(award.place),
            decision=award.decision.number,
            decided_on=award.decision.signed_on,
            issuing_body=award.decision.issuing_body.name_vi,
            valid_from=award.starts_on,
            valid_until=valid_until(award.lapses_on),
            record=settings.BASE_URL + verification_url(award.code),
        )


def _place_name(place: Place | None) -> str:
    texts = [best_text(one.texts.all(), Language.VIETNAMESE) for one in (place, place.parent if place else None) if one]
    return ", ".join(text.title for text in texts if text)


def changed_at(today: date) -> datetime:
    """Give when the data last changed: the last entry of an award in the audit log, or midnight, when stars start and lapse."""
    entries = AuditEntry.objects.filter(object_type__in=[Award._meta.label_lower, "certification.decision"])
    last = entries.aggregate(last=Max("at"))["last"]
    midnight = datetime.combine(today, time.min, tzinfo=VIETNAM)
    return max(last, midnight) if last else midnight
