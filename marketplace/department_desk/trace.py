"""The whole way of a star: paper, run, row, officer, award, links, badge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser

from catalog.audit.models import AuditEntry
from catalog.certification.badges import Badge, award_state, valid_until
from catalog.certification.models import Award, AwardLink
from catalog.certification.selectors import badge_of, facts_of
from catalog.products.models import ListingText
from catalog.registry.models import Record
from catalog.registry.selectors import records_of_award
from marketplace.accounts.models import User
from marketplace.department_desk.lists import STATE_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTrace:
    """A link to a listing: who approved it and when, and whether it has ended."""

    id: int
    title: str
    slug: str
    approved_by: AbstractBaseUser | None
    approved_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One entry of the audit log about the award or its links."""

    at: datetime
    who: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """All that is known of how an award came about and what became of it."""

    award: Award
    state: str
    last_day: date
    badge: Badge | None
    records: list[Record]
    links: list[LinkTrace]
    former: Award | None
    log: list[LogLine]


def trace_award(award: Award, *, today: date) -> Trace:
    """Read the whole trace of an award; load decision, body and successor beforehand."""
    records = records_of_award(award).select_related("run__actor", "run__applied_by", "run__file", "decided_by")
    links = _links(award)
    return Trace(
        award=award,
        state=str(STATE_NAMES[award_state(facts_of(award), today)]),
        last_day=valid_until(award.lapses_on),
        badge=badge_of(award, today),
        records=list(records),
        links=links,
        former=Award.objects.filter(superseded_by=award).first(),
        log=_log(award, [link.id for link in links]),
    )


def _links(award: Award) -> list[LinkTrace]:
    links = list(AwardLink.objects.filter(award=award).select_related("approved_by").order_by("-approved_at"))
    texts = ListingText.objects.filter(listing__product__in=[link.product_id for link in links], language="vi").select_related("listing")
    names = {text.listing.product_id: text for text in texts}
    return [
        LinkTrace(
            id=link.pk,
            title=names[link.product_id].title if link.product_id in names else str(link.product_id),
            slug=names[link.product_id].slug if link.product_id in names else "",
            approved_by=link.approved_by,
            approved_at=link.approved_at,
            ended_at=link.ended_at,
        )
        for link in links
    ]


def _log(award: Award, link_ids: list[int]) -> list[LogLine]:
    of_award = AuditEntry.objects.filter(object_type="certification.award", object_id=str(award.pk))
    of_links = AuditEntry.objects.filter(object_type="certification.awardlink", object_id__in=[str(pk) for pk in link_ids])
    entries = list((of_award | of_links).order_by("-id"))
    # Not joined: the log keeps the numbers of people who are gone.
    people = {user.pk: str(user) for user in User.objects.filter(pk__in={entry.actor_id for entry in entries if entry.actor_id})}
    return [LogLine(at=entry.at, who=people.get(entry.actor_id or 0, ""), action=entry.action) for entry in entries]
