"""What the index does not know yet: stars of products whose jobs have not run, so that a star goes with the worker down too."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import replace
from datetime import date

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from catalog.certification.selectors import badges_for_products
from catalog.lib.request_id import current_request_id
from catalog.products.cards import Badge
from search.queries import SearchQuery

# The job by its path: the engines, which ask here, are what it writes to.
INDEX_PRODUCTS = "search.tasks.index_products"
# What waited when badges were last read: (day, jobs, answer). A badge changes with a new job in the same transaction, so that as
# long as the same jobs wait, their badges are the same too, whichever process changed them.
_kept: tuple[date, frozenset[str], Mapping[int, Badge | None]] | None = None
# Asked once a request: (request, day, answer).
_told: ContextVar[tuple[str, date, Mapping[int, Badge | None]] | None] = ContextVar("behind", default=None)


def forget_behind() -> None:
    """Ask anew next time in this request; heard when badges change."""
    _told.set(None)


def badges_behind(today: date) -> Mapping[int, Badge | None]:
    """Give the products with a job that waits, runs or has failed, each with its badge as the database has it today.

    A job is enqueued in the transaction of the change, so that no change is without one: one short query in each request that
    searches, and two more for the badges only when other jobs wait than before.
    """
    request, told = current_request_id.get(), _told.get()
    if told and request and told[:2] == (request, today):
        return told[2]
    open_jobs = DBTaskResult.objects.filter(task_path=INDEX_PRODUCTS).exclude(status=TaskResultStatus.SUCCESSFUL)
    found = _badges_of(frozenset(map(str, open_jobs.order_by().values_list("pk", flat=True))), today)
    _told.set((request, today, found))
    return found


def _badges_of(waiting: frozenset[str], today: date) -> Mapping[int, Badge | None]:
    """Give the badges of the products of these jobs, read anew when they are not those of last time.

    A job after much was loaded names hundreds of products: what it names is read only then, too.
    """
    global _kept  # what one process knows; the jobs themselves say whether it still holds
    kept = _kept
    if kept and kept[:2] == (today, waiting):
        return kept[2]
    named = DBTaskResult.objects.filter(pk__in=waiting).order_by().values_list("args_kwargs", flat=True) if waiting else ()
    product_ids = {pk for arguments in named for pk in arguments["args"][0]}
    badges = badges_for_products(product_ids, today) if product_ids else {}
    found = {pk: badges.get(pk) for pk in product_ids}
    _kept = (today, waiting, found)
    return found


def with_behind(query: SearchQuery) -> SearchQuery:
    """Give the question with what the index does not know yet about stars."""
    behind = badges_behind(query.today)
    return replace(query, behind=behind) if behind else query
