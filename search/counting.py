"""Which questions are asked, as day counts for the department: no person, no time of day, nothing that may be personal."""

from __future__ import annotations

import logging
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, Q, QuerySet, Sum

from catalog.lib import clock
from catalog.lib.vietnamese import fold, words
from search.models import QueryCount
from search.queries import SearchAnswer, SearchQuery, Sort

logger = logging.getLogger(__name__)

LONGEST = 80
# So many digits may be a telephone, an identity card or an account; fewer are a price or a weight.
PERSONAL_DIGITS = 8
LEAST_SHOWN = 5
KEEP_DAYS = 180
KEEP_RARE_DAYS = 30
_MAIL = re.compile(r"@|\b(?:gmail|yahoo|hotmail|outlook|icloud)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTotal:
    """A folded question, how often it was asked in a time and how often it found nothing."""

    folded: str
    language: str
    count: int
    zero: int


def countable(text: str) -> str:
    """Give the folded question as it is counted, or nothing where it is too long or may be personal.

    An address of mail or eight digits count as personal, also spread over blanks and dots, also in other scripts.
    """
    plain = unicodedata.normalize("NFKC", text)
    if _MAIL.search(plain) or sum(letter.isdigit() for letter in plain) >= PERSONAL_DIGITS:
        return ""
    folded = " ".join(words(fold(plain)))
    return folded if len(folded) <= LONGEST else ""


def count_query(query: SearchQuery, answer: SearchAnswer, *, typed: str) -> None:
    """Count a question once, when it is asked as words alone on the first page; whatever fails is only told to the operator.

    `typed` is the text as it came: one that was cut is no buyer's.
    """
    if query.page != 1 or query.filters or query.sort is not Sort.RELEVANCE or len(typed) > 2 * LONGEST:
        return
    folded = countable(typed)
    if not folded:
        return
    try:
        with transaction.atomic():
            _add(query.today, folded, query.language, zero=int(not answer.total and not answer.others))
    except DatabaseError:
        logger.exception("A question was not counted")


def _add(day: date, folded: str, language: str, *, zero: int) -> None:
    row = QueryCount.objects.filter(day=day, folded=folded, language=language)
    change = {"count": F("count") + 1, "zero": F("zero") + zero}
    if row.update(**change):
        return
    try:
        with transaction.atomic():
            QueryCount.objects.create(day=day, folded=folded, language=language, count=1, zero=zero)
    except IntegrityError:  # somebody else was first
        row.update(**change)


def totals_between(since: date, until: date) -> QuerySet[QueryCount, Any]:
    """Give `folded`, `language`, `times` and `empty` of what was asked often enough to be shown, both days included."""
    rows = QueryCount.objects.filter(day__gte=since, day__lte=until).order_by().values("folded", "language")
    sums: Any = rows.annotate(times=Sum("count"), empty=Sum("zero"))
    found: QuerySet[QueryCount, Any] = sums.filter(times__gte=LEAST_SHOWN)
    return found


def _totals(since: date, until: date, language: str) -> list[QueryTotal]:
    sums = totals_between(since, until).filter(Q(language=language) if language else Q())
    return [QueryTotal(folded=row["folded"], language=row["language"], count=row["times"], zero=row["empty"]) for row in sums]


def top_queries(*, since: date, until: date, language: str = "", limit: int = 100) -> list[QueryTotal]:
    """Give what was asked most from `since` to `until`, both included; what was asked fewer than five times stays hidden."""
    return sorted(_totals(since, until, language), key=lambda one: (-one.count, one.folded))[:limit]


def zero_queries(*, since: date, until: date, language: str = "", limit: int = 100) -> list[QueryTotal]:
    """Give what most often found nothing from `since` to `until`, both included; asked fewer than five times stays hidden."""
    found = [one for one in _totals(since, until, language) if one.zero]
    return sorted(found, key=lambda one: (-one.zero, -one.count, one.folded))[:limit]


def prune_query_counts() -> int:
    """Forget old days, and sooner what was asked too seldom to be shown; gives the number of rows."""
    today = clock.today()
    rare = Q(count__lt=LEAST_SHOWN, day__lt=today - timedelta(days=KEEP_RARE_DAYS))
    return QueryCount.objects.filter(rare | Q(day__lt=today - timedelta(days=KEEP_DAYS))).delete()[0]
