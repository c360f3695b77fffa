"""Figures for Prometheus at `/metrics`: what an alert should look at, counted at the moment of the question.

The text form is Prometheus' own, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django_tasks_db.models import DBTaskResult

from catalog.registry.models import SyncRun
from marketplace.frame.health import cache_state, copy_age_seconds, oldest_wait_seconds, search_state
from marketplace.ledger.selectors import imbalance
from search.engines import indexed_engines


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure, perhaps one of several with a label each."""

    name: str
    help: str
    value: float
    label: str = ""


def _engines() -> Iterator[Gauge]:
    for one in indexed_engines():
        try:
            is_well = one.state() == "ok"
        except Exception:
            # Whatever its client raises: it does not answer.
            is_well = False
        yield Gauge("search_engine_up", "Whether the search engine can answer", is_well, f'engine="{one.name}"')
    yield Gauge("search_degraded", "Whether another engine than the first answers the buyers of this process", search_state() != "ok")
    yield Gauge("index_lag_seconds", "Age of the oldest change that is not in the index", oldest_wait_seconds("search.tasks."))
    age = copy_age_seconds() if settings.SEARCH_COPY_SECONDS else None
    if age is not None:
        yield Gauge("search_copy_age_seconds", "Age of this node's own copy of the index", age)


def _gauges() -> Iterator[Gauge]:
    yield from _engines()
    yield Gauge("cache_up", "Whether the cache answers", cache_state() == "ok")
    yield Gauge("queue_age_seconds", "Age of the oldest job that should have run by now", oldest_wait_seconds())
    yield Gauge("jobs_waiting", "Jobs that should have run by now", DBTaskResult.objects.ready().count())
    yield Gauge("jobs_failed", "Jobs that failed and are kept for a person to look at", DBTaskResult.objects.failed().count())
    last = SyncRun.objects.order_by("-started_at").values_list("started_at", flat=True).first()
    if last:
        yield Gauge("registry_age_seconds", "Time since the official list was last read", (timezone.now() - last).total_seconds())
    yield Gauge("ledger_imbalance", "By how much the books are wrong, in minor units; anything but 0 is an alarm", imbalance())


def _may_read(request: HttpRequest) -> bool:
    """Whether the question bears the token; where none is set, whether it comes from this machine and through no proxy."""
    if settings.METRICS_TOKEN:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}")
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer the figures to whoever may read them."""
    if not _may_read(request):
        return HttpResponseForbidden("no", content_type="text/plain")
    lines: dict[str, None] = {}
    for gauge in _gauges():
        name = f"cho_sao_{gauge.name}"
        lines |= dict.fromkeys((f"# HELP {name} {gauge.help}", f"# TYPE {name} gauge"))
        lines[f"{name}{{{gauge.label}}} {float(gauge.value):g}" if gauge.label else f"{name} {float(gauge.value):.15g}"] = None
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; version=0.0.4; charset=utf-8")
