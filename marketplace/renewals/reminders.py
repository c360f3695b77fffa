"""Mails to makers six, three and one month before their stars end, and on the day they do."""

from __future__ import annotations

import logging
import smtplib
from datetime import date
from enum import StrEnum
from functools import partial

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from catalog.certification.badges import valid_until
from catalog.certification.models import Award
from catalog.certification.selectors import verification_url
from catalog.lib import clock
from catalog.producers.models import Producer
from catalog.products.selectors import producer_name
from cms.letters.selectors import renewal_words
from marketplace.accounts.readers import Reader, readers_of
from marketplace.notices.mails import send_mail
from marketplace.orders.models import SentNotice
from marketplace.orders.sending import Send, send_to_each
from marketplace.renewals.links import renewal_link
from marketplace.renewals.selectors import holders_of_awards

logger = logging.getLogger(__name__)


class Stage(StrEnum):
    """Which mail of the four."""

    SIX_MONTHS = "6m"
    THREE_MONTHS = "3m"
    ONE_MONTH = "1m"
    LAPSED = "lapse"


_MONTHS_BEFORE = {Stage.SIX_MONTHS: 6, Stage.THREE_MONTHS: 3, Stage.ONE_MONTH: 1, Stage.LAPSED: 0}
# A shop that was down tells of a lapse late; one that meets an award of years ago tells nothing.
_TOLD_FOR_MONTHS = 2
ENDING = _("The OCOP stars of %(product)s end on %(day)s")
ENDED = _("The OCOP stars of %(product)s have ended")


def stage_due(lapses_on: date, today: date, *, is_filed: bool) -> Stage | None:
    """Give the mail that is due: of those whose day has come, the last; none where too much time has passed since the lapse.

    So a period missed while the shop was down is made up for by one mail, and never by three at once. Who has filed needs no
    reminder, but is told of the lapse.
    """
    if today >= clock.add_months(lapses_on, _TOLD_FOR_MONTHS):
        return None
    come = [stage for stage, months in _MONTHS_BEFORE.items() if today >= clock.add_months(lapses_on, -months)]
    stage = come[-1] if come else None
    return None if is_filed and stage is not Stage.LAPSED else stage


def remind_of_lapses() -> int:
    """Write to the makers of awards whose stars end; each mail leaves once, and a followed, revoked or withdrawn award gets none.

    An address that a server refuses is noted in the log and tried again; it does not keep the others waiting.
    """
    today = clock.today()
    due = _due_awards(today)
    holders = holders_of_awards([award.pk for award, _stage in due])
    count = 0
    for award, stage in due:
        try:
            count += send_to_each(_key(award, stage), _letters(award, stage, holders.get(award.pk, [])))
        except (OSError, smtplib.SMTPException):
            logger.exception("No mail about award %d left", award.pk)
    return count


def _key(award: Award, stage: Stage) -> str:
    return f"award:{award.pk}:{stage}"


def _due_awards(today: date) -> list[tuple[Award, Stage]]:
    """Give the awards with a mail that is due and has not left; two queries, whatever their number."""
    awards = Award.objects.filter(
        stars__isnull=False,
        superseded_by=None,
        revoked_on=None,
        withdrawn_on=None,
        links__ended_at=None,
        links__isnull=False,
        lapses_on__gt=clock.add_months(today, -_TOLD_FOR_MONTHS - 1),
        lapses_on__lte=clock.add_months(today, _MONTHS_BEFORE[Stage.SIX_MONTHS] + 1),
    )
    found = [
        (award, stage)
        for award in awards.select_related("decision").order_by("lapses_on", "pk").distinct()
        if (stage := stage_due(award.lapses_on, today, is_filed=award.reevaluation_filed_on is not None))
    ]
    keys = {_key(award, stage) for award, stage in found}
    sent = set(SentNotice.objects.filter(key__in=keys, claimed_until=None).values_list("key", flat=True))
    return [(award, stage) for award, stage in found if _key(award, stage) not in sent]


def _letters(award: Award, stage: Stage, holders: list[Producer]) -> dict[object, Send]:
    pairs = [(producer, reader) for producer in holders for reader in readers_of(producer)]
    return {f"{producer.pk}:{reader.who}": partial(_write, award, stage, producer, reader) for producer, reader in pairs}


def _write(award: Award, stage: Stage, producer: Producer, reader: Reader) -> None:
    last_day, has_lapsed = valid_until(award.lapses_on), stage is Stage.LAPSED
    send_mail(
        to=reader.address,
        subject=ENDED if has_lapsed else ENDING,
        template="award_ending",
        language=reader.language,
        context={
            "award": award,
            "has_lapsed": has_lapsed,
            "is_filed": award.reevaluation_filed_on is not None,
            "last_day": last_day,
            "name": producer_name(producer, reader.language)[0],
            "words": renewal_words(reader.language),
            "link": settings.BASE_URL + renewal_link(award, producer, reader.language),
            "record": settings.BASE_URL + verification_url(award.code),
        },
        product=" ".join(award.product_name.split()),
        day=f"{last_day:%d/%m/%Y}",
    )
