"""Change awards and their links, with a trace. Stars only ever enter through `record_award`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.certification.badges import lapse_day
from catalog.certification.errors import UnableToLink, UnableToRecordAward, UnableToRevoke, UnableToSupersede, UnableToWithdraw
from catalog.certification.models import Award, AwardLink, Decision, OcopGroup
from catalog.certification.models.awards import recognized_key
from catalog.certification.signals import badges_changed
from catalog.lib import clock
from catalog.places.models import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognized:
    """What a decision's annex says of one product, as printed. `stars` is none for potential five stars alone."""

    product_name: str
    maker_name: str
    stars: int | None
    is_potential_five: bool = False
    score: Decimal | None = None
    maker_kind: str = ""
    address: str = ""
    place: Place | None = None
    group: OcopGroup | None = None
    group_raw: str = ""

    def fields(self) -> dict[str, Any]:
        """Give the same by field name."""
        return {name: getattr(self, name) for name in self.__slots__}


def announce_badges(awards: Iterable[Award]) -> None:
    """Tell the storeys above, within the transaction, which products' badges may have changed."""
    links = AwardLink.objects.filter(award__in=list(awards), ended_at=None)
    product_ids = sorted(set(links.values_list("product_id", flat=True)))
    if product_ids:
        badges_changed.send(sender=Award, product_ids=product_ids)


def _history(key: str) -> list[Award]:
    """Give the awards of one recognized product that were neither revoked nor withdrawn, oldest first, locked."""
    awards = Award.objects.select_for_update().filter(key=key, revoked_on=None, withdrawn_on=None)
    return list(awards.order_by("starts_on", "id"))


@transaction.atomic
def record_award(
    *,
    decision: Decision,
    recognized: Recognized,
    officer: AbstractBaseUser | None,
    starts_on: date | None = None,
    lapses_on: date | None = None,
) -> Award:
    """Record one product of a decision's annex, and put it in its place in the product's history.

    It counts from the decision's own first day and for 36 months unless the paper says otherwise. An earlier award of the
    same recognized product is superseded from the new one's first day; where the new record is the older paper, it is
    itself superseded by the award that followed. So the order in which papers arrive does not matter.

    Raises:
        UnableToRecordAward: the database refuses it, or an award of this product starts on the same day.
    """
    starts_on = starts_on or decision.effective_from or decision.signed_on
    award = Award(decision=decision, starts_on=starts_on, lapses_on=lapses_on or lapse_day(starts_on), **recognized.fields())
    history = _history(recognized_key(recognized.product_name, recognized.maker_name))
    if any(other.starts_on == starts_on for other in history):
        raise UnableToRecordAward(
            _("An award of “%(name)s” from %(day)s is on record already")
            % {"name": recognized.product_name, "day": f"{starts_on:%d/%m/%Y}"}
        )
    try:
        with transaction.atomic():
            before, after = _insert(award, history)
    except IntegrityError as error:
        raise UnableToRecordAward(
            _("The database refuses the award of “%(name)s”: %(reason)s") % {"name": recognized.product_name, "reason": error}
        ) from error
    facts = {"stars": award.stars, "starts_on": str(starts_on), "lapses_on": str(award.lapses_on), "decision": decision.pk}
    facts |= {"supersedes": before.pk if before else None, "superseded_by": after.pk if after else None}
    record_action(actor=officer, action="certification.record", subject=award, after=facts)
    announce_badges([before] if before else [])
    return award


def _insert(award: Award, history: list[Award]) -> tuple[Award | None, Award | None]:
    """Save the award between those before and after it."""
    before = next((other for other in reversed(history) if other.starts_on < award.starts_on), None)
    after = next((other for other in history if other.starts_on > award.starts_on), None)
    # The index allows one award in force at a time, and the former one cannot step back before this one exists: it waits
    # under a key of its own (bulk_create does not call save).
    award.key = f"pending|{award.code}"
    Award.objects.bulk_create([award])
    if before:
        _step_back(before, award, award.starts_on)
    if after:
        award.superseded_by, award.superseded_from = after, after.starts_on
    award.save()
    return before, after


def _step_back(award: Award, by: Award | None, from_day: date | None) -> None:
    award.superseded_by, award.superseded_from = by, from_day
    award.save(update_fields=["superseded_by", "superseded_from"])


@transaction.atomic
def supersede_award(*, award: Award, by: Award, from_day: date | None, officer: AbstractBaseUser | None) -> Award:
    """Let `by` take the place of `award` from a day on (its own first day unless given), where their names differ.

    Raises:
        UnableToSupersede: one of the two is revoked, withdrawn or already in such a relation, or the order of days is wrong.
    """
    former, latter = (Award.objects.select_for_update().get(pk=one.pk) for one in (award, by))
    from_day = from_day or latter.starts_on
    if former.pk == latter.pk or from_day < latter.starts_on or latter.starts_on <= former.starts_on:
        raise UnableToSupersede(_("An award can only be superseded by a later one, from that one's first day at the earliest"))
    if former.superseded_by_id or Award.objects.filter(superseded_by=latter).exists():
        raise UnableToSupersede(_("One of the two awards already stands in another succession"))
    if any(one.revoked_on or one.withdrawn_on for one in (former, latter)):
        raise UnableToSupersede(_("A revoked or withdrawn award takes part in no succession"))
    _step_back(former, latter, from_day)
    record_action(
        actor=officer, action="certification.supersede", subject=former, after={"superseded_by": latter.pk, "from": str(from_day)}
    )
    announce_badges([former, latter])
    return former


@transaction.atomic
def revoke_award(*, award: Award, on: date, decision: str, reason: str, officer: AbstractBaseUser | None) -> Award:
    """Revoke an award by a stated decision: its badge goes on that day.

    Raises:
        UnableToRevoke: decision or reason are missing, the day lies before the award's first, or it is revoked or withdrawn.
    """
    locked = Award.objects.select_for_update().get(pk=award.pk)
    if not decision.strip() or not reason.strip():
        raise UnableToRevoke(_("The revoking decision and its reason are needed"))
    if locked.revoked_on or locked.withdrawn_on:
        raise UnableToRevoke(_("This award is revoked or withdrawn already"))
    if on < locked.starts_on:
        raise UnableToRevoke(_("An award cannot be revoked before its first day"))
    locked.revoked_on, locked.revocation_decision, locked.revocation_reason = on, decision.strip(), reason.strip()
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
        UnableToWithdraw: no reason, withdrawn already, or merged into itself or into a withdrawn record.
    """
    locked = Award.objects.select_for_update().get(pk=award.pk)
    if not reason.strip():
        raise UnableToWithdraw(_("A reason is needed"))
    if locked.withdrawn_on:
        raise UnableToWithdraw(_("This record is withdrawn already"))
    heir = Award.objects.select_for_update().get(pk=merged_into.pk) if merged_into else None
    if heir and (heir.pk == locked.pk or heir.withdrawn_on):
        raise UnableToWithdraw(_("A record can only be merged into another one that stands"))
    former = Award.objects.select_for_update().filter(superseded_by=locked).first()
    after, from_day = locked.superseded_by, locked.superseded_from
    locked.withdrawn_on, locked.withdrawal_reason, locked.merged_into = clock.today(), reason.strip(), heir
    locked.superseded_by = locked.superseded_from = None
    locked.save()
    if former:
        _step_back(former, after, from_day)
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
def link_award(*, award: Award, product_id: int, officer: AbstractBaseUser) -> AwardLink:
    """Join an award to a listing's product, on the word of a person; linking what is linked changes nothing.

    The caller has asked whether this person may (`certification.approve_link`).

    Raises:
        UnableToLink: nobody vouches for it, or the record is withdrawn.
    """
    if officer is None or officer.pk is None:
        raise UnableToLink(_("A person must approve the link"))
    if award.withdrawn_on:
        raise UnableToLink(_("A withdrawn record cannot be linked"))
    link, is_new = AwardLink.objects.get_or_create(
        award=award, product_id=product_id, ended_at=None, defaults={"approved_by_id": officer.pk, "approved_at": clock.now()}
    )
    if is_new:
        record_action(actor=officer, action="certification.link", subject=link, after={"award": award.pk, "product": product_id})
        badges_changed.send(sender=Award, product_ids=[product_id])
    return link


@transaction.atomic
def unlink_award(*, link: AwardLink, officer: AbstractBaseUser) -> AwardLink:
    """End a link; it stays on record.

    Raises:
        UnableToLink: it ended before.
    """
    locked = AwardLink.objects.select_for_update().get(pk=link.pk)
    if locked.ended_at:
        raise UnableToLink(_("This link has ended already"))
    locked.ended_at = clock.now()
    locked.save(update_fields=["ended_at"])
    record_action(
        actor=officer, action="certification.unlink", subject=locked, after={"award": locked.award_id, "product": locked.product_id}
    )
    badges_changed.send(sender=Award, product_ids=[locked.product_id])
    return locked
