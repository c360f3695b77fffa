"""`manage.py run_periodic [--once]`: the clock of the shop, beside web server and job worker."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from catalog.registry.watching import watch_folder
from marketplace.bank_refunds.notices import ask_for_accounts
from marketplace.bank_refunds.services import erase_refund_accounts
from marketplace.complaints.services import close_declined, escalate_unanswered
from marketplace.orders.notices import remind_of_unconfirmed
from marketplace.orders.settling import release_expired, settle_stuck
from marketplace.payments.bookings import post_bookings
from marketplace.payments.refunds import send_refunds
from marketplace.reconciliation.findings import reconcile_every_five_minutes
from marketplace.reconciliation.services import forget_bank_texts
from marketplace.renewals.reminders import remind_of_lapses
from marketplace.renewals.services import settle_cases
from marketplace.upkeep.jobs import prune_done_jobs, prune_sessions, reap_stuck_jobs, retry_failed_jobs
from marketplace.watch.reading import read_changed_texts, sweep_claims
from search.counting import prune_query_counts
from search.upkeep import mend_index

logger = logging.getLogger(__name__)
EVERY_SECONDS = 20
WORK: tuple[Callable[[], int], ...] = (
    settle_stuck,
    release_expired,
    send_refunds,
    post_bookings,
    reconcile_every_five_minutes,
    forget_bank_texts,
    remind_of_unconfirmed,
    escalate_unanswered,
    close_declined,
    ask_for_accounts,
    erase_refund_accounts,
    remind_of_lapses,
    settle_cases,
    read_changed_texts,
    sweep_claims,
    reap_stuck_jobs,
    retry_failed_jobs,
    watch_folder,
    prune_done_jobs,
    prune_sessions,
    prune_query_counts,
    mend_index,
)


class Command(BaseCommand):
    """Release unpaid reservations, put jobs of killed workers back, drop old results; again and again."""

    help = "Do periodic work until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read `--once`."""
        parser.add_argument("--once", action="store_true", help="do it once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal to end comes."""
        if options["once"]:
            self._work()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            self._work()
            stop.wait(EVERY_SECONDS)

    def _work(self) -> None:
        for work in WORK:
            try:
                count = work()
            except Exception:
                # One kind of work that fails must not end the others; it is tried again in a while.
                logger.exception("Periodic work %s failed", work.__name__)
                continue
            if count:
                logger.info("%s: %d", work.__name__, count)
