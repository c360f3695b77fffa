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
# Asked once a request: (request, day, answer).
_told: ContextVar[tuple[str, date, Mapping[int, Badge | None]] | None] = ContextVar("behind", default=None)


def forget_behind() -> None:
    """Ask anew next time in this request; heard when badges change."""
    _told.set(None)


def badges_behind(today: date) -> Mapping[int, Badge | None]:
    """Give the products with a job that waits, runs or has failed, each with its badge as the database has it today.

    A job is enqueued in the transaction of the change, so that no change is without one; with nothing waiting this is one
    short query in each request that searches.
    """
    request, told = current_request_id.get(), _told.get()
    if told and request and told[:2] == (request, today):
        return told[2]
    open_jobs = DBTaskResult.objects.filter(task_path=INDEX_PRODUCTS).exclude(status=TaskResultStatus.SUCCESSFUL)
    product_ids = {pk for job in open_jobs.order_by().values_list("args_kwargs", flat=True) for pk in job["args"][0]}
    badges = badges_for_products(product_ids, today) if product_ids else {}
    found: dict[int, Badge | None] = {pk: badges.get(pk) for pk in product_ids}
    _told.set((request, today, found))
    return found


def with_behind(query: SearchQuery) -> SearchQuery:
    """Give the question with what the index does not know yet about stars."""
    behind = badges_behind(query.today)
    return replace(query, behind=behind) if behind else query
