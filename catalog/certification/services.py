"""Change awards and their links, with a trace. Stars only ever enter through `recording.record_awards`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from catalog.audit.models import AuditEntry
from catalog.audit.services import entry_for, record_action
from catalog.certification.errors import (
    UnableToCorrect,
    UnableToLink,
    UnableToRevoke,
    UnableToSupersede,
    UnableToWithdraw,
)
from catalog.certification.models import Award, AwardLink
from catalog.certification.permissions import may
from catalog.certification.recording import NewAward, Recognized, announce_badges, record_award, record_awards
from catalog.certification.signals import badges_changed
from catalog.certification.succession import step_back
from catalog.lib import clock

LINK, REVOKE, CORRECT = "certification.approve_link", "certification.revoke_award", "certification.correct_award"
CORRECTABLE = frozenset(
    {"score", "stars", "is_potential_five", "maker_kind", "address", "place", "group", "group_raw", "official_code", "lapses_on"}
)


__all__ = [
    "NewAward",
    "Recognized",
    "announce_badges",
    "correct_award",
    "link_award",
    "link_awards",
    "record_award",
    "record_awards",
    "revoke_award",
    "supersede_award",
    "unlink_award",
    "withdraw_award",
]


def _ask(officer: AbstractBaseUser | None, permission: str, award: Award, error: type[Exception]) -> None:
    """Raise `error` unless the person may do this to an award of this place."""
    if not may(officer, permission, award.place):
        raise error(_("This person may not do this, or not for awards of this place"))


@transaction.atomic
def supersede_award(*, award: Award, by: Award, from_day: date | None, officer: AbstractBaseUser | None) -> Award:
    """Let `by` take the place of `award` from a day on (its own first day unless given), where their names differ.

    Raises:
        UnableToSupersede: the person may not; one of the two is revoked, withdrawn or already in such a relation, only one
            of them has stars, or the order of days is wrong.
    """
    former, latter = (Award.objects.select_for_update().get(pk=one.pk) for one in (award, by))
    _ask(officer, CORRECT, former, UnableToSupersede)
    from_day = from_day or latter.starts_on
    if former.pk == latter.pk or from_day < latter.starts_on or latter.starts_on <= former.starts_on:
        raise UnableToSupersede(_("An award can only be superseded by a later one, from that one's first day at the earliest"))
    if former.superseded_by_id or Award.objects.filter(superseded_by=latter).exists():
        raise UnableToSupersede(_("One of the two awards already stands in another succession"))
    if any(one.revoked_on or one.withdrawn_on for one in (former, latter)):
        raise UnableToSupersede(_("A revoked or withdrawn award takes part in no succession"))
    if (former.stars is None) != (latter.stars is None):
        raise UnableToSupersede(_("Potential five stars do not take the place of stars, nor stars theirs"))
    step_back(former, latter, from_day)
    record_action(
        actor=officer, action="certification.supersede", subject=former, after={"superseded_by": latter.pk, "from": str(from_day)}
    )
    announce_badges([former, latter])
    return former


@transaction.atomic
def revoke_award(*, award: Award, on: date, decision: str, reason: str, officer: AbstractBaseUser | None) -> Award:
    """Revoke an award by a stated decision: its badge goes on that day.

    Raises:
        UnableToRevoke: the person may not, here; decision or reason are missing, the day lies before the award's first, or
            it is revoked or withdrawn.
    """
    locked = Award.objects.select_for_update().get(pk=award.pk)
    _ask(officer, REVOKE, locked, UnableToRevoke)
    if not decision.strip() or not reason.strip():
        raise UnableToRevoke(_("The revoking decision and its reason are needed"))
    if locked.revoked_on or locked.withdrawn_on:
        raise UnableToRevoke(_("This award is revoked or withdrawn already"))
    if on < locked.starts_on:
        raise UnableToRevoke(_("An award cannot be revoked before its first day"))
    locked.revoked_on, locked.revocation_decision, locked.revocation_reason = on, decision.strip()[:60], reason.strip()[:300]
    locked.save()
    record_action(actor=officer, action="certification.revoke", subject=locked, after={"on": str(on), "decision": decision.strip()})
    announce_badges([locked])
    return locked


@transaction.atomic
def withdraw_award(*, award: Award, reason: str, officer: AbstractBaseUser | None, merged_into: Award | None = None) -> Award:
    """Take a mistaken or doubled record out from today; its page goes on answering and says so.

    Its neighbors in the product's history close the gap. Its links end; where it was merged into another record of the
    same product, they go over to that one.

    Raises:
        UnableToWithdraw: the person may not, here; no reason, withdrawn already, or merged into itself or into a withdrawn
            record.
    """
    locked = Award.objects.select_for_update().get(pk=award.pk)
    _ask(officer, CORRECT, locked, UnableToWithdraw)
    if not reason.strip():
        raise UnableToWithdraw(_("A reason is needed"))
    if locked.withdrawn_on:
        raise UnableToWithdraw(_("This record is withdrawn already"))
    heir = Award.objects.select_for_update().get(pk=merged_into.pk) if merged_into else None
    if heir and (heir.pk == locked.pk or heir.withdrawn_on):
        raise UnableToWithdraw(_("A record can only be merged into another one that stands"))
    former = Award.objects.select_for_update().filter(superseded_by=locked).first()
    after, from_day = locked.superseded_by, locked.superseded_from
    locked.withdrawn_on, locked.withdrawal_reason, locked.merged_into = clock.today(), reason.strip()[:300], heir
    locked.superseded_by = locked.superseded_from = None
    locked.save()
    if former:
        step_back(former, after, from_day)
    announce_badges([locked, *([former] if former else [])])
    _end_links(locked, heir, officer)
    facts = {"merged_into": heir.pk if heir else None, "stands_again": former.pk if former else None}
    record_action(actor=officer, action="certification.withdraw", subject=locked, after=facts)
    return locked


def _end_links(award: Award, heir: Award | None, officer: AbstractBaseUser | None) -> None:
    for link in AwardLink.objects.filter(award=award, ended_at=None):
        link.ended_at = clock.now()
        link.save(update_fields=["ended_at"])
        if heir and officer and not AwardLink.objects.filter(award=heir, product_id=link.product_id, ended_at=None).exists():
            link_award(award=heir, product_id=link.product_id, officer=officer)


@transaction.atomic
def correct_award(*, award: Award, changes: Mapping[str, Any], source: str, reason: str, officer: AbstractBaseUser | None) -> Award:
    """Put facts of an award right as an official record has them (`source` names it); what stood there stays in the audit log.

    Names and the first day say which award it is: where they are wrong, it is withdrawn and recorded anew.

    Raises:
        UnableToCorrect: the person may not, here; no reason; a field that is not corrected this way; nothing changes; or the
            result would be impossible.
    """
    locked = Award.objects.select_for_update().get(pk=award.pk)
    _ask(officer, CORRECT, locked, UnableToCorrect)
    if not reason.strip() or not source.strip():
        raise UnableToCorrect(_("The record and a reason are needed"))
    if not set(changes) <= CORRECTABLE or locked.withdrawn_on:
        raise UnableToCorrect(_("This cannot be corrected: withdraw the record and record it anew"))
    before = {name: getattr(locked, name) for name in changes if getattr(locked, name) != changes[name]}
    if not before or (("stars" in before) and (locked.stars is None or changes["stars"] is None)):
        raise UnableToCorrect(_("Nothing would change, or stars would come or go altogether: withdraw the record and record it anew"))
    for name in before:
        setattr(locked, name, changes[name])
    try:
        with transaction.atomic():
            locked.save(update_fields=list(before))
    except IntegrityError as error:
        raise UnableToCorrect(_("The database refuses the correction: %(reason)s") % {"reason": error}) from error
    # Names and addresses of people have no place in the log: of texts only the fields are named.
    after = {name: _loggable(changes[name]) for name in before} | {"source": source, "reason": reason.strip()[:300]}
    logged = {name: _loggable(value) for name, value in before.items()}
    record_action(actor=officer, action="certification.correct", subject=locked, before=logged, after=after)
    announce_badges([locked])
    return locked


def _loggable(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | Decimal):
        return str(value)
    return value if value is None or isinstance(value, int | bool) else "…"


def link_award(*, award: Award, product_id: int, officer: AbstractBaseUser | None) -> AwardLink:
    """Join an award to a listing's product, on the word of a person; linking what is linked changes nothing.

    Raises:
        UnableToLink: nobody who may vouches for it, or the record is withdrawn.
    """
    link_awards(pairs=[(award, product_id)], officer=officer)
    return AwardLink.objects.get(award=award, product_id=product_id, ended_at=None)


@transaction.atomic
def link_awards(*, pairs: Sequence[tuple[Award, int]], officer: AbstractBaseUser | None) -> list[AwardLink]:
    """Join many awards to products (see `link_award`); gives the links that are new.

    Raises:
        UnableToLink: nobody who may vouches for all of them, or a record is withdrawn; then none is joined.
    """
    if officer is None or officer.pk is None:
        raise UnableToLink(_("A person must approve the link"))
    for place in {award.place for award, _product_id in pairs}:
        if not may(officer, LINK, place):
            raise UnableToLink(_("This person may not do this, or not for awards of this place"))
    if any(award.withdrawn_on for award, _product_id in pairs):
        raise UnableToLink(_("A withdrawn record cannot be linked"))
    standing = AwardLink.objects.filter(award__in=[award for award, _product_id in pairs], ended_at=None)
    known = set(standing.values_list("award_id", "product_id"))
    wanted = dict.fromkeys((award.pk, product_id) for award, product_id in pairs if (award.pk, product_id) not in known)
    now = clock.now()
    links = AwardLink.objects.bulk_create(
        AwardLink(award_id=award_id, product_id=product_id, approved_by_id=officer.pk, approved_at=now) for award_id, product_id in wanted
    )
    facts = [{"award": link.award_id, "product": link.product_id} for link in links]
    AuditEntry.objects.bulk_create(
        entry_for(actor=officer, action="certification.link", subject=link, after=after) for link, after in zip(links, facts, strict=True)
    )
    if links:
        badges_changed.send(sender=Award, product_ids=sorted({link.product_id for link in links}))
    return links


@transaction.atomic
def unlink_award(*, link: AwardLink, officer: AbstractBaseUser | None) -> AwardLink:
    """End a link; it stays on record.

    Raises:
        UnableToLink: the person may not, here; or it ended before.
    """
    locked = AwardLink.objects.select_for_update().get(pk=link.pk)
    _ask(officer, LINK, locked.award, UnableToLink)
    if locked.ended_at:
        raise UnableToLink(_("This link has ended already"))
    locked.ended_at = clock.now()
    locked.save(update_fields=["ended_at"])
    record_action(
        actor=officer, action="certification.unlink", subject=locked, after={"award": locked.award_id, "product": locked.product_id}
    )
    badges_changed.send(sender=Award, product_ids=[locked.product_id])
    return locked
