"""What the department's day begins with: what waits, what is in force, what runs out, how far the year's plan has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.certification.models import Award
from catalog.registry.models import Record, SyncRun
from catalog.registry.selectors import waiting_records
from marketplace.accounts.permissions import Reach
from marketplace.bank_refunds.selectors import count_waiting
from marketplace.complaints.models import Complaint
from marketplace.department_desk.awards import awards_within, expiring, in_force, lapsed_but_listed
from marketplace.department_desk.claims import count_claims
from marketplace.department_desk.guards import runs_within
from marketplace.department_desk.models import Target
from marketplace.payouts.models import BankAccount
from marketplace.reconciliation.models import BankRow
from marketplace.renewals.models import RenewalCase
from marketplace.renewals.selectors import cases_within

MONTHS_AHEAD = (6, 3, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number with its name and the page that lists what it counts. `share` is its bar's length in percent."""

    name: str
    count: int
    url: str = ""
    share: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The figures of one day within one reach."""

    today: date
    waiting: list[Figure]
    in_force: list[Figure]
    in_force_total: int
    expiring: list[Figure]
    targets: list[Figure]
    can_change_targets: bool


def overview(
    reach: Reach,
    *,
    today: date,
    can_change_targets: bool,
    renewals: Reach | None = None,
    producers: Reach | None = None,
    sees_money: bool = False,
) -> Overview:
    """Count everything that lies within reach; `renewals` and `producers` are those of the duties to decide renewals, to verify producers.

    Targets are the whole department's, so only who serves everywhere sees them.
    """
    awards = awards_within(reach)
    by_stars = _by_stars(awards, today)
    return Overview(
        today=today,
        waiting=[
            *_waiting(reach, awards, today),
            *_renewals(renewals),
            *_complaints(producers),
            *(_money(checks_accounts=producers is not None) if sees_money else []),
        ],
        in_force=by_stars,
        in_force_total=sum(figure.count for figure in by_stars[:3]),
        expiring=_expiring(awards, today),
        targets=_targets(today) if reach.is_everywhere else [],
        can_change_targets=can_change_targets and reach.is_everywhere,
    )


def open_rows(reach: Reach) -> QuerySet[Record]:
    """Give the rows within reach that wait for an officer: doubtful ones, and accepted ones whose listing is in doubt."""
    return waiting_records().filter(run__in=runs_within(reach), line__gt=0)


def open_questions(reach: Reach) -> QuerySet[Record]:
    """Give the questions within reach about awards that a full list did not hold."""
    return waiting_records().filter(run__in=runs_within(reach), line=0)


def _waiting(reach: Reach, awards: QuerySet[Any], today: date) -> list[Figure]:
    runs = runs_within(reach).filter(state__in=[SyncRun.State.STAGED, SyncRun.State.PARTLY, SyncRun.State.HELD]).count()
    rows, asked = open_rows(reach).count(), open_questions(reach).count()
    absent = ngettext("question: on record but absent from the list", "questions: on record but absent from the list", asked)
    runs_url = reverse("desk:runs") + "?state=waiting"
    return [
        Figure(name=ngettext("run waiting to be applied", "runs waiting to be applied", runs), count=runs, url=runs_url),
        Figure(name=ngettext("row to review", "rows to review", rows), count=rows, url=reverse("desk:review")),
        Figure(name=absent, count=asked, url=_list("absent")),
        Figure(name=_("lapsed but still listed"), count=lapsed_but_listed(awards, today).count(), url=_list("lapsed")),
        Figure(name=_("stars claimed without a record"), count=count_claims(reach), url=_list("claims")),
    ]


def _renewals(reach: Reach | None) -> list[Figure]:
    if reach is None:
        return []
    count = cases_within(reach).filter(state=RenewalCase.State.OPEN).count()
    name = ngettext("renewal case waiting for a decision", "renewal cases waiting for a decision", count)
    return [Figure(name=name, count=count, url=reverse("desk:renewals"))]


def _complaints(reach: Reach | None) -> list[Figure]:
    """Count what a producer declined or left without an answer; the page has what still waits for producers too."""
    if reach is None:
        return []
    waiting = Complaint.objects.filter(state=Complaint.State.ESCALATED)
    if not reach.is_everywhere:
        waiting = waiting.filter(parcel__producer__place__in=reach.places().values("pk"))
    count = waiting.count()
    name = ngettext("complaint waiting for a decision", "complaints waiting for a decision", count)
    return [Figure(name=name, count=count, url=reverse("desk:complaints"))]


def _money(*, checks_accounts: bool) -> list[Figure]:
    """Count transfers that do not fit, refunds that are not done, and bank accounts, which only some may check."""
    rows, refunds = BankRow.objects.filter(answer="").count(), count_waiting()
    figures = [
        Figure(name=ngettext("transfer to look at", "transfers to look at", rows), count=rows, url=reverse("desk:bank")),
        Figure(name=ngettext("refund not done yet", "refunds not done yet", refunds), count=refunds, url=reverse("desk:refunds")),
    ]
    if checks_accounts:
        count = BankAccount.objects.filter(state=BankAccount.State.ENTERED).count()
        name = ngettext("bank account to check", "bank accounts to check", count)
        figures.append(Figure(name=name, count=count, url=reverse("desk:payouts")))
    return figures


def _list(name: str) -> str:
    return reverse("desk:list", args=[name])


def _by_stars(awards: QuerySet[Any], today: date) -> list[Figure]:
    counts = dict(awards.filter(in_force(today)).order_by().values_list("stars").annotate(Count("pk")))
    rows = [
        (ngettext("%(stars)s star", "%(stars)s stars", stars) % {"stars": stars}, counts.get(stars, 0), f"?stars={stars}")
        for stars in (5, 4, 3)
    ]
    return _bars([*rows, (_("Potential 5 stars (no badge)"), counts.get(None, 0), "?stars=potential")], _list("in-force"))


def _expiring(awards: QuerySet[Any], today: date) -> list[Figure]:
    counts = awards.aggregate(**{f"within_{months}": Count("pk", filter=expiring(today, months)) for months in MONTHS_AHEAD})
    names = {months: ngettext("within %(n)s month", "within %(n)s months", months) % {"n": months} for months in MONTHS_AHEAD}
    rows = [(names[months], counts[f"within_{months}"], f"?months={months}") for months in MONTHS_AHEAD]
    return _bars(rows, _list("expiring"))


def _bars(rows: list[tuple[str, int, str]], url: str) -> list[Figure]:
    longest = max((count for _name, count, _query in rows), default=0)
    return [Figure(name=name, count=count, url=url + query, share=_share(count, longest)) for name, count, query in rows]


def _share(count: int, whole: int) -> int:
    return min(100, round(100 * count / whole)) if whole else 0


def _targets(today: date) -> list[Figure]:
    signed = Award.objects.filter(decision__signed_on__year=today.year, withdrawn_on=None)
    conditions = {
        Target.Measure.NEW_PRODUCTS: Q(supersedes=None),
        Target.Measure.NATIONAL_ROUND: Q(is_potential_five=True),
        Target.Measure.REEVALUATED: Q(supersedes__isnull=False),
    }
    counts = signed.aggregate(**{str(measure): Count("pk", filter=condition) for measure, condition in conditions.items()})
    return [
        Figure(
            name=target.get_measure_display(),
            count=counts[target.measure],
            share=_share(counts[target.measure], target.at_least),
            note=_("target: at least %(number)s (%(plan)s)") % {"number": target.at_least, "plan": target.source},
        )
        for target in Target.objects.filter(year=today.year)
    ]
