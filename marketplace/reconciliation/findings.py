"""Keep what reconciling found for the officers: one row for each thing, as long as it is found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import Q

from catalog.audit.services import record_action
from catalog.lib import clock
from catalog.lib.locks import hold
from marketplace.accounts.models import User
from marketplace.orders.reconciling import Finding, findings
from marketplace.payments.disputes import follow_disputes, note_disputes_since
from marketplace.reconciliation.models import BankRow, ClockRound, OpenFinding, WholeLook
from marketplace.reconciliation.provider_list import KINDS, LATELY, WHOLE, provider_findings

EVERY, WHOLE_EVERY = timedelta(minutes=5), timedelta(days=1)


class Source(Protocol):
    """A room above that knows of money which should have come, or gone."""

    def __call__(self) -> Iterable[Finding]:
        """Give what does not fit there now, in a fixed number of queries."""
        ...


_SOURCES: list[Source] = []


def join_findings(source: Source) -> None:
    """Let a room above tell what it finds; joined in `marketplace/apps.py`."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def present_findings() -> list[Finding]:
    """Give all that does not fit now: of orders, payments and books, transfers without an order, and what rooms above find."""
    open_rows = BankRow.objects.filter(answer="", kind=BankRow.Kind.UNMATCHED).order_by("pk").values_list("pk", "bank_id", "amount")
    without = (Finding("paid without order", f"{bank_id} #{pk}", amount) for pk, bank_id, amount in open_rows)
    return [*findings(), *without, *(one for source in _SOURCES for one in source())]


def keep_findings(*, is_whole: bool = True) -> int:
    """Compare what is found now with what was: new rows are written, what is gone is marked so; give how many are new.

    What providers' lists told is taken off the desk by a whole look alone: not while a provider does not answer, nor by a look at
    the last days, which cannot see what is older. Disputes that providers list are noted first, whoever missed their messages.
    """
    span = WHOLE if is_whole else LATELY
    has_seen_disputes = note_disputes_since(clock.now() - span)
    return _keep(provider_findings(span), is_whole=is_whole and has_seen_disputes)


@transaction.atomic
def _keep(told: list[Finding] | None, *, is_whole: bool) -> int:
    hold("reconciliation.findings")
    now = {(one.kind[:30], one.reference[:160]): one for one in (*present_findings(), *(told or ()))}
    known = {(row.kind, row.reference): row for row in OpenFinding.objects.filter(gone_at=None)}
    has_seen_all = is_whole and told is not None
    stays = () if has_seen_all else KINDS
    gone = [row.pk for key, row in known.items() if key not in now and row.kind not in stays]
    OpenFinding.objects.filter(pk__in=gone).update(gone_at=clock.now())
    changed = [row for key, row in known.items() if key in now and row.amount != now[key].amount]
    for row in changed:
        row.amount = now[(row.kind, row.reference)].amount
    OpenFinding.objects.bulk_update(changed, ["amount"])
    new = [
        OpenFinding(kind=kind, reference=reference, amount=one.amount)
        for (kind, reference), one in now.items()
        if (kind, reference) not in known
    ]
    OpenFinding.objects.bulk_create(new)
    if has_seen_all:
        WholeLook.objects.update_or_create(pk=WholeLook.ONLY, defaults={"looked_at": clock.now()})
    return len(new)


def reconcile_every_five_minutes() -> int:
    """Ask about open disputes and keep findings unless it was done within five minutes; periodic work comes round more often.

    The providers' whole lists are asked for once a day: as soon as the last whole look is older, however many runs were missed.
    """
    if not begin_round():
        return 0
    follow_disputes()
    looked_today = WholeLook.objects.filter(looked_at__gt=clock.now() - WHOLE_EVERY).exists()
    return keep_findings(is_whole=not looked_today)


def begin_round() -> bool:
    """Note that a round begins, unless one began within five minutes; of several processes at once, one begins it.

    A time far ahead is from a clock that went wrong, and holds nothing up.
    """
    now = clock.now()
    _last, is_first = ClockRound.objects.get_or_create(pk=ClockRound.ONLY, defaults={"begun_at": now})
    is_due = Q(begun_at__lte=now - EVERY) | Q(begun_at__gt=now + EVERY)
    return is_first or bool(ClockRound.objects.filter(is_due, pk=ClockRound.ONLY).update(begun_at=now))


@transaction.atomic
def note_finding(*, finding_id: int, officer: User, note: str) -> OpenFinding:
    """Write down what an officer found out; the finding stays as long as it is found.

    Raises:
        OpenFinding.DoesNotExist: there is none.
    """
    finding = OpenFinding.objects.select_for_update().get(pk=finding_id)
    finding.note, finding.noted_by_id = note.strip()[:200], officer.pk
    finding.save(update_fields=["note", "noted_by_id"])
    record_action(actor=officer, action="reconciliation.note-finding", subject=finding, after={"has_note": bool(finding.note)})
    return finding
