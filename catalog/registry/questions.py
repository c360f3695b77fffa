"""Awards that a full list does not hold: a question to an officer, asked once; absence alone takes nothing away."""

from __future__ import annotations

from collections.abc import Collection

from catalog.certification.models import Award
from catalog.lib import clock
from catalog.registry.models import Record, SyncRun
from catalog.registry.reasons import Reason

Outcome = Record.Outcome


def open_questions() -> set[int]:
    """Give the awards that an officer has been asked about and has not answered."""
    return set(Record.objects.filter(line=0, outcome=Outcome.DOUBTFUL, award__isnull=False).values_list("award_id", flat=True))


def ask_about_absent(run: SyncRun, present: Collection[int]) -> int:
    """Ask about each award in force that the list does not hold, unless a question is open; gives how many it does not hold.

    A question whose award stands in the list again is closed.
    """
    today = clock.today()
    close_questions(award_ids=present, why=f"lại có trong danh sách của lượt số {run.pk}")
    awards = Award.objects.filter(revoked_on=None, withdrawn_on=None, superseded_by=None, starts_on__lte=today, lapses_on__gt=today)
    absent = [award for award in awards.select_related("decision").order_by("pk") if award.pk not in present]
    asked = open_questions()
    start = Record.objects.filter(run=run).count()
    new = [award for award in absent if award.pk not in asked]
    Record.objects.bulk_create((_question(run, start + n, award) for n, award in enumerate(new)), batch_size=500)
    return len(absent)


def close_questions(*, award_ids: Collection[int] | None = None, run: SyncRun | None = None, why: str) -> int:
    """Close open questions, about these awards or of a run, because time has answered them; gives how many."""
    questions = Record.objects.filter(line=0, outcome=Outcome.DOUBTFUL)
    questions = questions.filter(run=run) if run else questions
    if award_ids is not None:
        wanted = set(award_ids)
        ids = [pk for pk, award_id in questions.values_list("pk", "award_id") if award_id in wanted]
        questions = Record.objects.filter(pk__in=ids)
    return questions.update(outcome=Outcome.REJECTED, decided_at=clock.now(), decision_note=why)


def _question(run: SyncRun, position: int, award: Award) -> Record:
    return Record(
        run=run,
        position=position,
        line=0,
        name=award.product_name,
        maker=award.maker_name,
        stars=award.stars,
        is_potential_five=award.is_potential_five,
        decision_number=award.decision.number,
        signed_on=award.decision.signed_on,
        starts_on=award.starts_on,
        lapses_on=award.lapses_on,
        outcome=Outcome.DOUBTFUL,
        reasons=[Reason("absent_from_list", award.code).to_json()],
        award=award,
    )
