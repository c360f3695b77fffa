"""What an officer decides: about a doubtful row, about its listing, about an award that a list does not hold.

Each decision is kept with the row, with who, when and why, beside the reasons for the doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Literal

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.certification.errors import UnableToCorrect, UnableToLink, UnableToRevoke, UnableToWithdraw
from catalog.certification.models import Award, AwardLink
from catalog.certification.permissions import may
from catalog.certification.services import correct_award, link_award, revoke_award, unlink_award, withdraw_award
from catalog.lib import clock
from catalog.products.models import Listing
from catalog.registry.applying import recognized_of
from catalog.registry.corrections import corrected
from catalog.registry.errors import UnableToReview
from catalog.registry.groups import GroupBook
from catalog.registry.known import AwardBook
from catalog.registry.models import Record, SyncRun
from catalog.registry.places import PlaceBook
from catalog.registry.reasons import Reason

Outcome, State, LinkState = Record.Outcome, SyncRun.State, Record.LinkState
APPLY, LINK = "registry.apply_run", "certification.approve_link"
STANDING = (State.STAGED, State.PARTLY, State.APPLIED)


@transaction.atomic
def decide_record(
    *,
    record: Record,
    accept: bool,
    why: str,
    officer: AbstractBaseUser | None,
    corrections: Mapping[str, str] | None = None,
    follows: Award | None = None,
) -> Record:
    """Accept or reject a doubtful row; applying its run then records what was accepted. The listing is another question.

    `corrections` puts values right as printed text, by field (see `corrections.CORRECTABLE`); stars are none of them.
    `follows` is the award whose product this row is about, where the names do not tell.

    Raises:
        UnableToReview: the person has not this duty, here; no reason is given; the row is not doubtful, its run is held or
            taken back; a correction cannot be read; or the row lacks what an award needs.
    """
    locked = _locked(record)
    _ask(officer, APPLY, locked)
    if not why.strip():
        raise UnableToReview(_("A reason is needed"))
    if locked.outcome != Outcome.DOUBTFUL or locked.line == 0:
        raise UnableToReview(_("Only doubtful rows of a standing run wait for a decision"))
    if corrections and accept:
        corrected(locked, corrections)
    if accept:
        _check_whole(locked)
    if accept and follows is not None:
        locked.former, locked.match = follows, {**locked.match, "follows": follows.pk}
    locked.outcome = Outcome.ACCEPTED if accept else Outcome.REJECTED
    _sign(locked, officer, why, "accepted_by_officer" if accept else "rejected_by_officer")
    locked.save()
    if accept and locked.run.state == State.APPLIED:
        SyncRun.objects.filter(pk=locked.run_id).update(state=State.PARTLY)
    facts = {"outcome": str(locked.outcome), "corrected": sorted(corrections or {}), "follows": follows.pk if follows else None}
    record_action(actor=officer, action="registry.decide", subject=locked, after=facts)
    return locked


@transaction.atomic
def decide_link(*, record: Record, product_id: int | None, officer: AbstractBaseUser | None, why: str = "") -> Record:
    """Say which listing a row is about, the one proposed or another; or, with none, that the proposed one is not it.

    Of a row that is applied the link is made (or ended) at once; of one that waits, when its run is applied.

    Raises:
        UnableToReview: the person has not this duty, here; there is no such listing or nothing to reject; the row is
            rejected or a question, or its run is held or taken back.
    """
    locked = _locked(record)
    _ask(officer, LINK, locked)
    if locked.outcome == Outcome.REJECTED or locked.line == 0:
        raise UnableToReview(_("A rejected row has no listing"))
    if product_id is None and locked.product_id is None:
        raise UnableToReview(_("No listing is proposed that could be rejected"))
    if product_id is not None and not Listing.objects.filter(product_id=product_id).exclude(state=Listing.State.WITHDRAWN).exists():
        raise UnableToReview(_("There is no such listing"))
    before = {"product": locked.product_id, "link_state": str(locked.link_state)}
    if locked.applied_at and locked.award:
        _change_links(locked, product_id, officer)
    if product_id is None:
        locked.link_state = LinkState.REJECTED
    else:
        if product_id != locked.product_id:
            locked.match = {"because": ["chosen_by_officer"], "instead_of": locked.product_id}
        locked.product_id, locked.link_state = product_id, LinkState.TICKED
    locked.match = {
        **locked.match,
        "link_by": officer.pk if officer else None,
        "link_at": clock.now().isoformat(),
        "link_why": why.strip()[:300],
    }
    locked.save()
    after = {"product": product_id, "link_state": str(locked.link_state)}
    record_action(actor=officer, action="registry.decide_link", subject=locked, before=before, after=after)
    return locked


def _change_links(record: Record, product_id: int | None, officer: AbstractBaseUser | None) -> None:
    """Make the link of an applied row, and end the one that applying it made to another listing."""
    try:
        for link in AwardLink.objects.filter(pk__in=record.effect.get("links", []), ended_at=None):
            if link.product_id != product_id:
                unlink_award(link=link, officer=officer)
                record.effect = {**record.effect, "ended": [*record.effect.get("ended", []), link.pk]}
        standing = AwardLink.objects.filter(pk__in=record.effect.get("links", []), ended_at=None)
        record.effect = {**record.effect, "links": list(standing.values_list("pk", flat=True))}
        if product_id is not None and record.award:
            is_new = not AwardLink.objects.filter(award=record.award, product_id=product_id, ended_at=None).exists()
            link = link_award(award=record.award, product_id=product_id, officer=officer)
            record.effect = {**record.effect, "links": [*record.effect["links"], *([link.pk] if is_new else [])]}
    except UnableToLink as error:
        raise UnableToReview(str(error)) from error


@transaction.atomic
def correct_from_record(*, record: Record, why: str, officer: AbstractBaseUser | None, only: Collection[str] = ()) -> Record:
    """Put the award on record right as a doubtful row that disagrees with it has it, or only these fields; both stay traceable.

    Raises:
        UnableToReview: the person may not, here; no reason; or the row disagrees with no award that stands.
    """
    locked = _locked(record)
    _ask(officer, APPLY, locked)
    if locked.outcome != Outcome.DOUBTFUL or locked.line == 0 or locked.award is None or locked.award.revoked_on:
        raise UnableToReview(_("This row disagrees with no award that stands"))
    changes = _differences(locked, only)
    before = {name: getattr(locked.award, name) for name in changes}
    try:
        correct_award(award=locked.award, changes=changes, source=f"registry.record:{locked.pk}", reason=why, officer=officer)
    except UnableToCorrect as error:
        raise UnableToReview(str(error)) from error
    locked.outcome, locked.applied_at = Outcome.ACCEPTED, clock.now()
    kept = {name: [_plain(before[name]), _plain(changes[name])] for name in changes}
    locked.effect = {"award": locked.award.pk, "is_new": False, "links": [], "corrected": kept}
    _sign(locked, officer, why, "award_corrected")
    locked.save()
    return locked


def _differences(record: Record, only: Collection[str]) -> dict[str, Any]:
    """Give what the row says otherwise than its award; what the row does not say is no difference."""
    said = recognized_of(record, GroupBook(), PlaceBook().find(record.address))
    facts = {
        name: getattr(said, name) for name in ("score", "stars", "is_potential_five", "maker_kind", "address", "group_raw", "official_code")
    }
    facts |= {"place": said.place, "group": said.group, "lapses_on": record.lapses_on}
    facts = {name: value for name, value in facts.items() if value not in (None, "") and getattr(record.award, name) != value}
    return {name: value for name, value in facts.items() if not only or name in only}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, date) else getattr(value, "pk", None) or str(value)


@transaction.atomic
def resolve_absence(
    *,
    record: Record,
    answer: Literal["keep", "revoke", "withdraw"],
    why: str,
    officer: AbstractBaseUser | None,
    decision: str = "",
    on: date | None = None,
) -> Record:
    """Answer the question about an award that a full list does not hold: it stands, a decision revoked it, or the record is a mistake.

    A revocation needs the number of its `decision` and the day from which it counts (`on`, today unless given).

    Raises:
        UnableToReview: the person may not, here; no reason; the question is answered; or the award cannot be revoked or
            withdrawn that way.
    """
    locked = _locked(record)
    _ask(officer, APPLY, locked)
    if locked.line != 0 or locked.outcome != Outcome.DOUBTFUL or locked.award is None:
        raise UnableToReview(_("This question is answered already"))
    if not why.strip():
        raise UnableToReview(_("A reason is needed"))
    try:
        if answer == "revoke":
            revoke_award(award=locked.award, on=on or clock.today(), decision=decision, reason=why, officer=officer)
        elif answer == "withdraw":
            withdraw_award(award=locked.award, reason=why, officer=officer)
    except (UnableToRevoke, UnableToWithdraw) as error:
        raise UnableToReview(str(error)) from error
    locked.outcome = Outcome.REJECTED if answer == "keep" else Outcome.ACCEPTED
    words = {"keep": "absence_kept", "revoke": "absence_revoked", "withdraw": "absence_withdrawn"}
    _sign(locked, officer, why, words[answer])
    locked.save()
    record_action(actor=officer, action="registry.resolve_absence", subject=locked, after={"answer": answer, "award": locked.award.pk})
    return locked


# --- shared


def _locked(record: Record) -> Record:
    found = Record.objects.select_for_update(of=("self",)).select_related("run", "award__place", "issuing_body").get(pk=record.pk)
    if found.run.state not in STANDING or found.run.kind == SyncRun.Kind.UNDO:
        raise UnableToReview(_("Only doubtful rows of a standing run wait for a decision"))
    return found


def _ask(officer: AbstractBaseUser | None, permission: str, record: Record) -> None:
    place = record.award.place if record.award and record.award.place else PlaceBook().find(record.address)
    if officer is None or not may(officer, permission, place):
        raise UnableToReview(_("This person may not decide about registry rows"))


def _sign(record: Record, officer: AbstractBaseUser | None, why: str, code: str) -> None:
    record.decided_by_id, record.decided_at, record.decision_note = officer.pk if officer else None, clock.now(), why.strip()[:300]
    record.reasons = [*record.reasons, Reason(code, why.strip()[:200]).to_json()]


def _check_whole(record: Record) -> None:
    """Refuse what the database could not record, and what is on record otherwise."""
    needed = (record.name, record.maker, record.decision_number, record.signed_on, record.issuing_body, record.starts_on)
    if not all(needed) or not (record.stars or record.is_potential_five) or (record.stars == 5 and record.is_potential_five):
        raise UnableToReview(_("The row lacks what an award needs"))
    known = AwardBook().find(record).award
    if known and not known.is_withdrawn:
        raise UnableToReview(_("This award is on record with other facts: correct or revoke it there"))
    record.award = None
