"""Open, feed and close cases of renewal, with a trace."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.certification.errors import UnableToFile
from catalog.certification.models import Award
from catalog.certification.reevaluations import drop_reevaluation, file_reevaluation
from catalog.lib import clock
from catalog.lib.uploads import Checked
from catalog.producers.models import Producer
from marketplace.accounts.permissions import permissions_for_producer
from marketplace.renewals.errors import UnableToAddPapers, UnableToCloseCase, UnableToOpenCase
from marketplace.renewals.models import RenewalCase, RenewalPaper
from marketplace.renewals.selectors import DECIDE

MOST_PAPERS = 20
State = RenewalCase.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A checked upload and what its sender called it."""

    name: str
    checked: Checked


@transaction.atomic
def file_papers(*, award: Award, producer: Producer, papers: Sequence[Paper], actor: AbstractBaseUser | None) -> RenewalCase:
    """Open a case with its first papers, or add to the one that is open; the award notes the day of filing.

    `actor` is none for whoever holds the signed link of the mail. The caller has asked whether this producer holds the award.

    Raises:
        UnableToOpenCase: the award is revoked, withdrawn or followed by another already.
        UnableToAddPapers: no paper, or too many in all.
    """
    # The award's row is the lock: two phones that file at once come one after the other.
    award = Award.objects.select_for_update().get(pk=award.pk)
    case = RenewalCase.objects.filter(award=award, state=State.OPEN).first()
    if not papers:
        raise UnableToAddPapers(_("Choose at least one paper."))
    if case is None:
        case = _open(award, producer, actor)
    if case.papers.count() + len(papers) > MOST_PAPERS:
        raise UnableToAddPapers(_("At most %(most)s papers, please.") % {"most": MOST_PAPERS})
    for paper in papers:
        _keep(case, paper, actor)
    record_action(actor=actor, action="renewals.add-papers", subject=case, after={"papers": len(papers)}, on_behalf_of_id=case.producer_id)
    return case


def _open(award: Award, producer: Producer, actor: AbstractBaseUser | None) -> RenewalCase:
    try:
        file_reevaluation(award=award, on=clock.today(), actor=actor, on_behalf_of_id=producer.pk)
    except UnableToFile as error:
        raise UnableToOpenCase(str(error)) from error
    case = RenewalCase.objects.create(award=award, producer=producer, opened_at=clock.now(), opened_by_id=actor.pk if actor else None)
    record_action(actor=actor, action="renewals.open", subject=case, after={"award": award.pk}, on_behalf_of_id=producer.pk)
    return case


def _keep(case: RenewalCase, paper: Paper, actor: AbstractBaseUser | None) -> None:
    """Keep a paper; the same bytes again change nothing."""
    digest = hashlib.sha256(paper.checked.data).hexdigest()
    if RenewalPaper.objects.filter(case=case, sha256=digest).exists():
        return
    RenewalPaper.objects.create(
        case=case,
        name=paper.name[:120],
        file=paper.checked.as_file(secrets.token_hex(16)),
        media_type=paper.checked.media_type,
        size=len(paper.checked.data),
        sha256=digest,
        received_at=clock.now(),
        received_from_id=actor.pk if actor else None,
    )


@transaction.atomic
def close_case(*, case: RenewalCase, note: str, officer: AbstractBaseUser) -> RenewalCase:
    """Close a case without a new award: the papers were returned, or the maker gave up. The award no longer says "filed".

    Raises:
        UnableToCloseCase: the officer's duties do not reach the producer, no note, or the case has ended already.
    """
    locked = RenewalCase.objects.select_for_update(of=("self",)).select_related("award", "producer__place").get(pk=case.pk)
    if DECIDE not in permissions_for_producer(officer, locked.producer):
        raise UnableToCloseCase(_("This person may not do this, or not for producers of this place"))
    if not note.strip():
        raise UnableToCloseCase(_("A reason is needed"))
    if locked.state != State.OPEN:
        raise UnableToCloseCase(_("This case has ended already"))
    locked.state, locked.closing_note, locked.closed_at, locked.closed_by_id = State.CLOSED, note.strip()[:300], clock.now(), officer.pk
    locked.save()
    drop_reevaluation(award=locked.award, actor=officer)
    record_action(
        actor=officer,
        action="renewals.close",
        subject=locked,
        before={"state": "open"},
        after={"state": "closed"},
        on_behalf_of_id=locked.producer_id,
    )
    return locked


@transaction.atomic
def settle_cases() -> int:
    """End open cases whose award is followed by another, and open again those whose new award was withdrawn; give how many.

    Hearing of awards does it at once; periodic work does it again for awards without a listing, of which nothing is announced.
    """
    followed = RenewalCase.objects.select_for_update(of=("self",)).filter(state=State.OPEN, award__superseded_by__isnull=False)
    count = 0
    for case in followed.select_related("award"):
        case.state, case.outcome_award, case.closed_at = State.RENEWED, case.award.superseded_by, clock.now()
        count += _move(case, "renewals.renew")
    for case in RenewalCase.objects.select_for_update(of=("self",)).filter(state=State.RENEWED, outcome_award__withdrawn_on__isnull=False):
        # A later filing may stand already: one open case an award.
        if not RenewalCase.objects.filter(award=case.award_id, state=State.OPEN).exists():
            case.state, case.outcome_award, case.closed_at = State.OPEN, None, None
            count += _move(case, "renewals.reopen")
    return count


def _move(case: RenewalCase, action: str) -> int:
    case.save()
    after = {"state": case.state, "outcome": case.outcome_award_id}
    record_action(actor=None, action=action, subject=case, after=after, on_behalf_of_id=case.producer_id)
    return 1
