"""Who signed, where a paper does not say it: asked once for a run, never row by row."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.certification.models import IssuingBody
from catalog.certification.permissions import may
from catalog.lib.writing import update_rows
from catalog.registry.errors import UnableToReview
from catalog.registry.judging import is_same_body
from catalog.registry.models import Record, SyncRun
from catalog.registry.reasons import Reason, Weight, from_json, weight_of

UNKNOWN = "issuer_unknown"
STANDING = (SyncRun.State.STAGED, SyncRun.State.PARTLY, SyncRun.State.APPLIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerQuestion:
    """How many rows of a run lack their issuing body, and which bodies could sign on some of their days."""

    rows: int
    bodies: list[IssuingBody]


def issuer_question(run: SyncRun) -> IssuerQuestion | None:
    """Give the question that a run leaves open; none if each row's body is known or the run does not stand."""
    rows = _open_rows(run)
    if not rows:
        return None
    days = {row.signed_on for row in rows if row.signed_on}
    bodies = IssuingBody.objects.order_by("level", "name_vi")
    return IssuerQuestion(rows=len(rows), bodies=[body for body in bodies if any(body.is_in_force(day) for day in days)])


def body_called(name: str) -> IssuingBody:
    """Give the one body that a name means ("UBND tỉnh Quảng Ninh").

    Raises:
        UnableToReview: there is none on file, or more than one.
    """
    found = [body for body in IssuingBody.objects.order_by("-valid_from") if is_same_body(body.name_vi, name)]
    if len({body.name_vi for body in found}) != 1:
        raise UnableToReview(_("No single issuing body on file is called “%(name)s”.") % {"name": name[:120]})
    return found[0]


@transaction.atomic
def name_issuer(*, run: SyncRun, body: IssuingBody, officer: AbstractBaseUser | None, by_command: bool = False) -> int:
    """Set the issuing body of all rows of a run whose paper does not tell it, and lift that doubt; other doubts stay. Gives how many.

    Rows signed on a day on which the body could not sign are left. `by_command`: the operator, who needs no duty.

    Raises:
        UnableToReview: the person may not, or the run does not stand.
    """
    if not by_command and not may(officer, "registry.apply_run"):
        raise UnableToReview(_("This person may not decide about registry rows"))
    locked = SyncRun.objects.select_for_update().get(pk=run.pk)
    if locked.state not in STANDING:
        raise UnableToReview(_("Only doubtful rows of a standing run wait for a decision"))
    rows = [row for row in _open_rows(locked) if row.signed_on and body.is_in_force(row.signed_on)]
    for row in rows:
        _settle(row, body)
    update_rows(rows, ["issuing_body", "reasons", "outcome"])
    locked.counts |= {outcome: locked.records.filter(outcome=outcome, line__gt=0).count() for outcome in Record.Outcome.values}
    locked.state = SyncRun.State.PARTLY if rows and locked.state == SyncRun.State.APPLIED else locked.state
    locked.save(update_fields=["counts", "state"])
    record_action(actor=officer, action="registry.name_issuer", subject=locked, after={"body": body.pk, "rows": len(rows)})
    return len(rows)


def _open_rows(run: SyncRun) -> list[Record]:
    if run.state not in STANDING or run.kind == SyncRun.Kind.UNDO:
        return []
    rows = Record.objects.filter(run=run, line__gt=0, outcome=Record.Outcome.DOUBTFUL, issuing_body=None)
    return [row for row in rows.order_by("position") if any(reason["code"] == UNKNOWN for reason in row.reasons)]


def _settle(row: Record, body: IssuingBody) -> None:
    reasons = [reason for reason in from_json(row.reasons) if reason.code != UNKNOWN]
    is_doubtful = weight_of(reasons) >= Weight.DOUBT
    row.issuing_body, row.outcome = body, Record.Outcome.DOUBTFUL if is_doubtful else Record.Outcome.ACCEPTED
    row.reasons = [reason.to_json() for reason in [*reasons, Reason("issuer_named", body.name_vi)]]
