"""What an officer decides about doubtful rows. The decision is kept with the row, beside the reasons for the doubt."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.registry.errors import UnableToReview
from catalog.registry.models import Record, SyncRun
from catalog.registry.reasons import Reason
from catalog.registry.services import may

Outcome = Record.Outcome


@transaction.atomic
def decide_record(*, record: Record, accept: bool, why: str, officer: AbstractBaseUser, link: bool = False) -> Record:
    """Accept or reject a doubtful row; applying its run then records what was accepted.

    With `link`, the listing that was found for it counts as the right one.

    Raises:
        UnableToReview: the person has not this duty; no reason is given; the row is not doubtful, its run is held or taken
            back; or it lacks what an award needs.
    """
    if not may(officer, "registry.apply_run"):
        raise UnableToReview(_("This person may not decide about registry rows"))
    if not why.strip():
        raise UnableToReview(_("A reason is needed"))
    locked = Record.objects.select_for_update().select_related("run", "award").get(pk=record.pk)
    if locked.outcome != Outcome.DOUBTFUL or locked.run.state not in (SyncRun.State.STAGED, SyncRun.State.APPLIED):
        raise UnableToReview(_("Only doubtful rows of a standing run wait for a decision"))
    if accept:
        _check_whole(locked)
    locked.outcome = Outcome.ACCEPTED if accept else Outcome.REJECTED
    locked.reasons.append(Reason("accepted_by_officer" if accept else "rejected_by_officer", why.strip()[:200]).to_json())
    if accept and link and locked.product_id:
        locked.match = {**locked.match, "is_sure": True}
    locked.save(update_fields=["outcome", "reasons", "match"])
    record_action(actor=officer, action="registry.decide", subject=locked, after={"outcome": str(locked.outcome), "link": link})
    return locked


def _check_whole(record: Record) -> None:
    """Refuse what the database could not record, what is on record otherwise, and questions that are no rows."""
    needed = (record.name, record.maker, record.decision_number, record.signed_on, record.issuing_body, record.starts_on)
    if record.line == 0 or not all(needed) or not (record.stars or record.is_potential_five):
        raise UnableToReview(_("The row lacks what an award needs"))
    if record.award_id:
        raise UnableToReview(_("This award is on record with other facts: correct or revoke it there"))
