"""Apply runs: accepted rows become awards, ticked links are made, a batch of rows in each transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.certification.errors import UnableToRecordAward
from catalog.certification.models import Award, Decision
from catalog.certification.permissions import may
from catalog.certification.services import NewAward, Recognized, link_awards, record_awards
from catalog.lib import clock, locks
from catalog.lib.writing import update_rows
from catalog.places.models import Place
from catalog.registry.errors import UnableToApply
from catalog.registry.groups import GroupBook
from catalog.registry.known import AwardBook, Kinship
from catalog.registry.makers import MakerBook
from catalog.registry.models import Record, SyncRun
from catalog.registry.names import product_key
from catalog.registry.places import PlaceBook
from catalog.registry.reasons import Reason, Weight

Outcome, State, Kind, LinkState = Record.Outcome, SyncRun.State, SyncRun.Kind, Record.LinkState
BATCH = 200
CLOSED = (*SyncRun.UNREAD, State.HELD, State.UNDONE)
# Doubts that an officer who accepts a row has answered, whenever they arose.
DECIDED = frozenset({"former_doubtful", "several_formers", "code_under_other_name"})
APPLY, LINK = "registry.apply_run", "certification.approve_link"


def apply_run(*, run: SyncRun, officer: AbstractBaseUser | None, record_ids: Collection[int] | None = None) -> SyncRun:
    """Record the run's accepted rows as awards and make its ticked links, on the word of an officer; or only those of `record_ids`.

    What a row is about is asked again of the awards as they stand now, one run at a time: another run may have been applied
    since this one was staged. A batch of rows is one transaction that marks them done: a run that was cut off goes on where it
    stopped, and applying an applied run changes nothing but adds rows that an officer has accepted since. A row that cannot
    be recorded, or has become doubtful, waits for an officer, with the reason; rows of places that the officer's duty does
    not reach wait for somebody else.

    Raises:
        UnableToApply: the person has not this duty, or the run is not read, held, taken back or itself a taking back.
    """
    if not may(officer, APPLY) or officer is None:
        raise UnableToApply(_("This person may not apply registry runs"))
    run = SyncRun.objects.get(pk=run.pk)
    if run.kind == Kind.UNDO or run.state in CLOSED:
        raise UnableToApply(_("A run in the state “%(state)s” cannot be applied") % {"state": run.get_state_display()})
    waiting = Record.objects.filter(run=run, outcome=Outcome.ACCEPTED, applied_at=None).order_by("starts_on", "position")
    if record_ids is not None:
        waiting = waiting.filter(pk__in=list(record_ids))
    batches = list(_batches(waiting.values_list("pk", "name", "maker")))
    if batches or run.state != State.APPLIED:
        worker = _Worker(run, officer)
        for batch in batches:
            worker.apply(batch)
        run = _finish(run, officer)
    return run


def _batches(rows: Any) -> Iterator[list[int]]:
    """Part rows into batches in which no product stands twice: the second one must find the first on record."""
    makers = MakerBook()
    rounds: list[list[int]] = []
    seen: Counter[tuple[str, str]] = Counter()
    for pk, name, maker in rows.iterator(chunk_size=2_000):
        words = product_key(name), makers.key(maker).core
        if seen[words] == len(rounds):
            rounds.append([])
        rounds[seen[words]].append(pk)
        seen[words] += 1
    for ids in rounds:
        for start in range(0, len(ids), BATCH):
            yield ids[start : start + BATCH]


@dataclass(slots=True)
class _Job:
    """One row on its way."""

    record: Record
    kinship: Kinship
    place: Place | None
    award: Award | None = None
    is_new: bool = False


class _Worker:
    """Applies batches of one run; what does not change meanwhile is asked once."""

    def __init__(self, run: SyncRun, officer: AbstractBaseUser) -> None:
        self.run, self.officer = run, officer
        self.book: AwardBook | None = None
        self.groups, self.places = GroupBook(), PlaceBook()
        mine = Record.objects.filter(run=run, effect__is_new=True).exclude(applied_at=None)
        self.ours: set[int] = {award_id for award_id in mine.values_list("award_id", flat=True) if award_id}
        self._decisions: dict[tuple[Any, ...], Decision] = {}
        self._allowed: dict[tuple[str, int | None], bool] = {}

    def may(self, permission: str, place: Place | None) -> bool:
        """Ask once for each place."""
        key = permission, place.pk if place else None
        if key not in self._allowed:
            self._allowed[key] = may(self.officer, permission, place)
        return self._allowed[key]

    @transaction.atomic
    def apply(self, record_ids: Sequence[int]) -> None:
        """Apply these rows, all in one transaction."""
        locks.hold("registry.apply")
        self.run = SyncRun.objects.select_for_update().get(pk=self.run.pk)
        if self.run.state in CLOSED:
            raise UnableToApply(_("A run in the state “%(state)s” cannot be applied") % {"state": self.run.get_state_display()})
        self._look_at_awards()
        rows = Record.objects.select_for_update(of=("self",)).filter(pk__in=record_ids, outcome=Outcome.ACCEPTED, applied_at=None)
        jobs = [job for job in map(self._job, rows.select_related("issuing_body").order_by("starts_on", "position")) if job]
        ready = [job for job in jobs if not self._has_doubt(job)]
        self._find_awards(ready)
        self._record([job for job in ready if job.award is None])
        self._link([job for job in ready if job.award])
        update_rows([job.record for job in jobs], _CHANGED)
        SyncRun.objects.filter(pk=self.run.pk).update(done_rows=F("done_rows") + sum(job.award is not None for job in ready))

    def _look_at_awards(self) -> None:
        if self.book is None:
            self.book = AwardBook()
        else:
            self.book.refresh()

    def _job(self, record: Record) -> _Job | None:
        """Give the row with what is on record about it; none if its place is out of the officer's reach."""
        place = self.places.find(record.address)
        if not self.may(APPLY, place) or self.book is None:
            return None
        return _Job(record, self.book.find(record, besides=self.ours), place)

    def _has_doubt(self, job: _Job) -> bool:
        """Whether what is on record now speaks against the row; what an officer has decided stands."""
        doubts = [reason for reason in job.kinship.reasons if reason.weight >= Weight.DOUBT]
        if job.record.decided_at:
            known = job.kinship.award
            doubts = [reason for reason in doubts if reason.code not in DECIDED and not (known and known.is_withdrawn)]
        if not doubts:
            return False
        _make_doubtful(job.record, doubts)
        return True

    def _find_awards(self, jobs: Sequence[_Job]) -> None:
        """Find the awards that rows are already on record as; a withdrawn one is none."""
        found = {job.record.pk: job.kinship.award.pk for job in jobs if job.kinship.award}
        awards = Award.objects.select_related("place").filter(withdrawn_on=None).in_bulk(found.values())
        for job in jobs:
            job.award = awards.get(found.get(job.record.pk, 0))

    def _record(self, jobs: Sequence[_Job]) -> None:
        made = record_awards(new=[self._new_award(job) for job in jobs], officer=self.officer)
        for job, award in zip(jobs, made, strict=True):
            if isinstance(award, UnableToRecordAward):
                _make_doubtful(job.record, [Reason("not_applied", str(award)[:200])])
            else:
                job.award, job.is_new = award, True
                self.ours.add(award.pk)

    def _new_award(self, job: _Job) -> NewAward:
        record = job.record
        return NewAward(
            decision=self._decision(record),
            recognized=recognized_of(record, self.groups, job.place),
            starts_on=record.starts_on,
            lapses_on=record.lapses_on,
            kin=tuple(_kin(job)),
        )

    def _decision(self, record: Record) -> Decision:
        key = record.decision_number, record.issuing_body_id, record.signed_on
        if key not in self._decisions:
            facts = {
                "effective_from": record.starts_on if record.starts_on != record.signed_on else None,
                "is_sample": record.decision_number.startswith("MẪU"),
            }
            names = {"number": record.decision_number, "issuing_body": record.issuing_body, "signed_on": record.signed_on}
            decision, _is_new = Decision.objects.get_or_create(**names, defaults=facts)
            self._decisions[key] = decision
        return self._decisions[key]

    def _link(self, jobs: Sequence[_Job]) -> None:
        """Make the ticked links, where the officer's duty reaches, and mark the rows done."""
        ticked = [
            job
            for job in jobs
            if job.award and job.record.link_state == LinkState.TICKED and job.record.product_id and self.may(LINK, job.award.place)
        ]
        pairs = [(job.award, job.record.product_id) for job in ticked if job.award and job.record.product_id]
        made: dict[tuple[int, int], list[int]] = defaultdict(list)
        for link in link_awards(pairs=pairs, officer=self.officer) if pairs else []:
            made[link.award_id, link.product_id].append(link.pk)
        now = clock.now()
        for job in jobs:
            if job.award:
                links = made.pop((job.award.pk, job.record.product_id or 0), [])
                job.record.award, job.record.applied_at = job.award, now
                job.record.effect = {"award": job.award.pk, "is_new": job.is_new, "links": links}


_CHANGED = ["outcome", "reasons", "award", "applied_at", "effect"]


def _kin(job: _Job) -> list[int]:
    """Give the awards of the same product; where names fit several products, only the one that an officer chose."""
    kinship, chosen = job.kinship, job.record.match.get("follows")
    is_clear = not any(reason.code == "several_formers" for reason in kinship.reasons)
    found = [one.pk for one in kinship.kin] if is_clear else []
    return [*found, chosen] if chosen else found


def _make_doubtful(record: Record, reasons: Sequence[Reason]) -> None:
    """Let the row wait for an officer; what was decided before is undone by it, but stays among the reasons."""
    record.outcome = Outcome.DOUBTFUL
    record.reasons = [*record.reasons, *(reason.to_json() for reason in reasons if reason.to_json() not in record.reasons)]


def recognized_of(record: Record, groups: GroupBook, place: Place | None) -> Recognized:
    """Give what a row says of its product."""
    return Recognized(
        product_name=record.name,
        maker_name=record.maker,
        maker_kind=record.maker_kind,
        address=record.address,
        place=place,
        group=groups.find(record.group_raw),
        group_raw=record.group_raw,
        official_code=record.official_code,
        stars=record.stars,
        is_potential_five=record.is_potential_five,
        score=record.score,
    )


@transaction.atomic
def _finish(run: SyncRun, officer: AbstractBaseUser) -> SyncRun:
    locked = SyncRun.objects.select_for_update().get(pk=run.pk)
    rows = Record.objects.filter(run=run, line__gt=0)
    outcomes = Counter(rows.values_list("outcome", flat=True))
    done = rows.exclude(applied_at=None)
    effects = list(done.values_list("effect", flat=True))
    is_whole = not rows.filter(outcome=Outcome.ACCEPTED, applied_at=None).exists()
    locked.state = State.APPLIED if is_whole else State.PARTLY if effects else locked.state
    if is_whole or effects:
        locked.applied_at, locked.applied_by_id = clock.now(), officer.pk
    locked.done_rows = len(effects)
    locked.counts |= {outcome: outcomes[outcome] for outcome in Outcome.values} | {
        "recorded": sum(effect["is_new"] for effect in effects),
        "linked": sum(len(effect["links"]) for effect in effects),
    }
    locked.save()
    record_action(actor=officer, action="registry.apply", subject=locked, after=dict(locked.counts))
    return locked
