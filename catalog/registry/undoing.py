"""Take an applied run back: a run of its own, which leaves alone what later runs or people touched."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.certification.errors import UnableToCorrect, UnableToLink, UnableToWithdraw
from catalog.certification.models import Award, AwardLink
from catalog.certification.permissions import may
from catalog.certification.services import correct_award, unlink_award, withdraw_award
from catalog.lib import clock, locks
from catalog.registry.errors import UnableToUndo
from catalog.registry.models import Record, SyncRun
from catalog.registry.questions import close_questions

WITHDRAWN, UNLINKED, LEFT = "withdrawn", "unlinked", "left"
STANDING = (SyncRun.State.STAGED, SyncRun.State.PARTLY, SyncRun.State.APPLIED)


@transaction.atomic
def undo_run(*, run: SyncRun, officer: AbstractBaseUser) -> SyncRun:
    """Withdraw the awards and end the links that applying the run made, and set corrected facts back; former awards stand again.

    An award that another run attests as well is left; it goes when the last run that attests it is taken back.
    The new run has a record for every row taken back or left, with what was done and why (`effect`: `done`, `why`).

    Raises:
        UnableToUndo: the person has not this duty, or the run is not applied.
    """
    if not may(officer, "registry.apply_run"):
        raise UnableToUndo(_("This person may not take registry runs back"))
    locked = SyncRun.objects.select_for_update().get(pk=run.pk)
    if locked.state not in (SyncRun.State.APPLIED, SyncRun.State.PARTLY) or locked.kind == SyncRun.Kind.UNDO:
        state = {"state": locked.get_state_display()}
        raise UnableToUndo(_("Only an applied run can be taken back, not one in the state “%(state)s”") % state)
    locks.hold("registry.apply")
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
    close_questions(run=locked, why=f"lượt số {locked.pk} đã được rút lại")
    record_action(actor=officer, action="registry.undo", subject=locked, after=dict(undo.counts))
    return undo


def _last_first(run: SyncRun) -> list[Record]:
    """Give the applied rows, those of the latest awards first: an award stands free once its successor is withdrawn."""
    applied = Record.objects.filter(run=run).exclude(applied_at=None)
    return list(applied.order_by("-starts_on", "-position"))


def _undo_one(record: Record, undo: SyncRun, officer: AbstractBaseUser) -> str:
    award = Award.objects.select_for_update().get(pk=record.effect["award"])
    links = list(AwardLink.objects.filter(pk__in=record.effect["links"]))
    others = _others_attesting(award, record.run_id)
    is_ours = record.effect["is_new"] or (not others and _is_made_by_undone_run(award))
    why = _touched(award, links, is_ours=is_ours, others=others)
    done = ""
    if not why:
        try:
            with transaction.atomic():
                done = _take_back(record, award, links, is_ours=is_ours, undo=undo, officer=officer)
        except (UnableToLink, UnableToWithdraw, UnableToCorrect):
            why = "not_allowed"
    _keep(record, undo, award, LEFT if why else done, why, others)
    return LEFT if why else done


def _take_back(record: Record, award: Award, links: list[AwardLink], *, is_ours: bool, undo: SyncRun, officer: AbstractBaseUser) -> str:
    for link in links:
        unlink_award(link=link, officer=officer)
    reason = f"Rút lại lượt đồng bộ số {undo.undoes_id}"
    if is_ours:
        withdraw_award(award=award, reason=reason, officer=officer)
        return WITHDRAWN
    if set_back := _corrections(record, award):
        correct_award(award=award, changes=set_back, source=f"registry.run:{undo.pk}", reason=reason, officer=officer)
    return UNLINKED if links else ""


def _corrections(record: Record, award: Award) -> dict[str, Any]:
    """Give what the award said before this row corrected it, of those facts that nobody changed since."""
    kept = record.effect.get("corrected", {})
    found = {}
    for name, (before, after) in kept.items():
        field = Award._meta.get_field(name)
        if getattr(award, field.attname) == field.to_python(after):  # type: ignore[union-attr]  # a field of its own
            found[name] = _instance(field, before)
    return found


def _instance(field: Any, value: Any) -> Any:
    if field.is_relation:
        return field.related_model.objects.filter(pk=value).first()
    return field.to_python(value)


def _others_attesting(award: Award, run_id: int) -> list[int]:
    """Give the other standing runs of which a row was applied to this award."""
    rows = Record.objects.filter(award=award, run__state__in=STANDING, effect__award=award.pk).exclude(applied_at=None)
    others = rows.exclude(run_id=run_id).exclude(run__kind=SyncRun.Kind.UNDO)
    return sorted(set(others.values_list("run_id", flat=True)))


def _is_made_by_undone_run(award: Award) -> bool:
    rows = Record.objects.filter(award=award, effect__award=award.pk, effect__is_new=True)
    return rows.filter(run__state=SyncRun.State.UNDONE).exists()


def _touched(award: Award, links: list[AwardLink], *, is_ours: bool, others: list[int]) -> str:
    """Say what later runs or people did with the award since, as a code; "" if nothing."""
    if any(link.ended_at for link in links):
        return "link_ended"
    if not is_ours:
        return ""
    if award.withdrawn_on:
        return "withdrawn"
    if others:
        return "confirmed"
    if award.revoked_on:
        return "revoked"
    if award.reevaluation_filed_on:
        return "reevaluation"
    if award.superseded_by_id:
        return "superseded"
    return "linked" if AwardLink.objects.filter(award=award).exclude(pk__in=_links_by_runs(award)).exists() else ""


def _links_by_runs(award: Award) -> list[int]:
    """Give the links of an award that applying runs has made; the others are a person's."""
    effects = Record.objects.filter(award=award, effect__award=award.pk).exclude(run__kind=SyncRun.Kind.UNDO)
    return [pk for effect in effects.values_list("effect", flat=True) for pk in [*effect.get("links", []), *effect.get("ended", [])]]


def _keep(record: Record, undo: SyncRun, award: Award, done: str, why: str, others: list[int]) -> None:
    kept = Record.objects.get(pk=record.pk)
    kept.pk, kept._state.adding = None, True
    kept.run, kept.award, kept.reasons = undo, award, []
    kept.applied_at, kept.effect = clock.now(), {"done": done, "why": why, "award": award.pk, "by": others if why == "confirmed" else []}
    kept.save()
