"""Take an applied run back: a run of its own, which leaves alone what later runs or people touched."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.certification.models import Award, AwardLink
from catalog.certification.services import unlink_award, withdraw_award
from catalog.lib import clock
from catalog.registry.errors import UnableToUndo
from catalog.registry.models import Record, SyncRun
from catalog.registry.services import may

WITHDRAWN, UNLINKED, LEFT = "withdrawn", "unlinked", "left"


@transaction.atomic
def undo_run(*, run: SyncRun, officer: AbstractBaseUser) -> SyncRun:
    """Withdraw the awards and end the links that applying the run made; former awards stand again.

    The new run has a record for every row taken back or left, with what was done and why (`effect`: `done`, `why`).

    Raises:
        UnableToUndo: the person has not this duty, or the run is not applied.
    """
    if not may(officer, "registry.apply_run"):
        raise UnableToUndo(_("This person may not take registry runs back"))
    locked = SyncRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != SyncRun.State.APPLIED or locked.kind == SyncRun.Kind.UNDO:
        state = {"state": locked.get_state_display()}
        raise UnableToUndo(_("Only an applied run can be taken back, not one in the state “%(state)s”") % state)
    now = clock.now()
    undo = SyncRun.objects.create(
        kind=SyncRun.Kind.UNDO,
        source=locked.source,
        state=SyncRun.State.APPLIED,
        undoes=locked,
        started_at=now,
        actor_id=officer.pk,
        applied_by_id=officer.pk,
        applied_at=now,
    )
    records = _last_first(locked)
    done = [_undo_one(record, undo, officer) for record in records]
    ended = sum(len(record.effect["links"]) for record, what in zip(records, done, strict=True) if what != LEFT)
    undo.counts = {WITHDRAWN: done.count(WITHDRAWN), UNLINKED: ended, LEFT: done.count(LEFT)}
    undo.finished_at = clock.now()
    undo.save()
    locked.state = SyncRun.State.UNDONE
    locked.save(update_fields=["state"])
    record_action(actor=officer, action="registry.undo", subject=locked, after=dict(undo.counts))
    return undo


def _last_first(run: SyncRun) -> list[Record]:
    """Give the applied rows, those of the latest awards first: an award stands free once its successor is withdrawn."""
    applied = Record.objects.filter(run=run).exclude(applied_at=None)
    return list(applied.order_by("-starts_on", "-position"))


def _undo_one(record: Record, undo: SyncRun, officer: AbstractBaseUser) -> str:
    award = Award.objects.select_for_update().get(pk=record.effect["award"])
    links = list(AwardLink.objects.filter(pk__in=record.effect["links"]))
    why = _touched(award, links, is_ours=record.effect["is_new"])
    done = LEFT
    if not why:
        for link in links:
            unlink_award(link=link, officer=officer)
        if record.effect["is_new"]:
            withdraw_award(award=award, reason=f"Rút lại lượt đồng bộ số {undo.undoes_id}", officer=officer)
        done = WITHDRAWN if record.effect["is_new"] else UNLINKED
    if done == UNLINKED and not links:
        done = ""
    _keep(record, undo, award, done, why)
    return done


def _touched(award: Award, links: list[AwardLink], *, is_ours: bool) -> str:
    """Say what later runs or people did with the award since, as a code; "" if nothing."""
    if any(link.ended_at for link in links):
        return "link_ended"
    if not is_ours:
        return ""
    if award.withdrawn_on:
        return "withdrawn"
    if award.revoked_on:
        return "revoked"
    if award.reevaluation_filed_on:
        return "reevaluation"
    if award.superseded_by_id:
        return "superseded"
    if AwardLink.objects.filter(award=award).exclude(pk__in=[link.pk for link in links]).exists():
        return "linked"
    return ""


def _keep(record: Record, undo: SyncRun, award: Award, done: str, why: str) -> None:
    kept = Record.objects.get(pk=record.pk)
    kept.pk, kept._state.adding = None, True
    kept.run, kept.award, kept.reasons = undo, award, []
    kept.applied_at, kept.effect = clock.now(), {"done": done, "why": why, "award": award.pk}
    kept.save()
