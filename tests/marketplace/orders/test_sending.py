"""Messages leave once for each reader, outside any transaction; a refused one is tried again, and a dead process's claim lapses."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections, transaction

from catalog.lib import clock
from marketplace.forks.shop import Order
from marketplace.notices.mails import SENT_WITHIN
from marketplace.orders.models import SentNotice
from marketplace.orders.sending import is_sent, send_once, send_to_each
from marketplace.orders.services import place_order
from marketplace.upkeep.jobs import LONGEST_JOB
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates


def refuse() -> None:
    raise smtplib.SMTPRecipientsRefused({})


def letters(told: list[str], *names: str, refused: str = "") -> dict[object, Callable[[], object]]:
    return {name: refuse if name == refused else lambda name=name: told.append(name) for name in names}


@pytest.mark.every_database
@pytest.mark.usefixtures("real_database")
class TestTransactions:
    """Whoever waits for a mail server holds no lock meanwhile."""

    def test_a_buyer_orders_while_a_mail_server_is_slow(self) -> None:
        rates()
        vat_rates()
        request = request_for(fill_basket((ListingFactory.create(offer=(45_000, 10)), 1)))
        is_sending, is_ordered = threading.Event(), threading.Event()

        def send() -> None:
            is_sending.set()
            is_ordered.wait(30)

        def job() -> None:
            send_once("dispute-borne:1:1", send)
            connections.close_all()

        worker = threading.Thread(target=job)
        worker.start()
        assert is_sending.wait(10)
        try:
            place_order(request)
        finally:
            is_ordered.set()
            worker.join()
        assert (Order.objects.count(), is_sent("dispute-borne:1:1")) == (1, True)

    def test_no_transaction_is_open_while_it_is_sent(self) -> None:
        seen: list[bool] = []
        send_once("buyer:1", lambda: seen.append(connection.in_atomic_block))
        send_to_each("escalate:1", {"one": lambda: seen.append(connection.in_atomic_block)})
        assert seen == [False, False]

    def test_nothing_is_sent_inside_somebodys_transaction(self) -> None:
        told: list[str] = []
        with pytest.raises(RuntimeError), transaction.atomic():
            send_once("buyer:1", lambda: told.append("lan"))
        assert (told, SentNotice.objects.count()) == ([], 0)


@pytest.mark.django_db
class TestOnce:
    """One key for one reader."""

    def test_the_second_asking_sends_nothing(self) -> None:
        told: list[str] = []
        assert [send_once("buyer:1", lambda: told.append("lan")) for _time in range(2)] == [True, False]
        assert told == ["lan"]

    def test_what_is_being_sent_is_left_to_whoever_sends_it(self) -> None:
        told: list[str] = []
        assert send_once("buyer:1", lambda: told.append(str(send_once("buyer:1", refuse))))
        assert told == ["False"]

    def test_a_failure_gives_the_claim_back(self) -> None:
        told: list[str] = []
        with pytest.raises(smtplib.SMTPException):
            send_once("buyer:1", refuse)
        assert SentNotice.objects.count() == 0
        assert send_once("buyer:1", lambda: told.append("lan"))
        assert told == ["lan"]

    def test_the_claim_of_a_process_that_died_lapses(self) -> None:
        told: list[str] = []
        SentNotice.objects.create(key="buyer:1", claimed_until=clock.now() + SENT_WITHIN)
        assert not send_once("buyer:1", lambda: told.append("lan"))
        assert not is_sent("buyer:1")
        with time_machine.travel(clock.now() + SENT_WITHIN + timedelta(seconds=1)):
            assert send_once("buyer:1", lambda: told.append("lan"))
        assert (told, is_sent("buyer:1")) == (["lan"], True)

    def test_it_lapses_before_the_dead_workers_job_runs_again(self) -> None:
        assert SENT_WITHIN < LONGEST_JOB

    def test_who_fails_late_does_not_take_anothers_claim_away(self) -> None:
        others = clock.now() + timedelta(hours=1)

        def send() -> None:
            SentNotice.objects.update(claimed_until=others)  # so slow that the claim lapsed
            refuse()

        with pytest.raises(smtplib.SMTPException):
            send_once("buyer:1", send)
        assert SentNotice.objects.get().claimed_until == others


@pytest.mark.django_db
class TestReaders:
    """Several read of one thing: each gets the letter once, whatever becomes of the others'."""

    def test_who_was_told_is_not_told_again_when_anothers_letter_is_refused(self) -> None:
        told: list[str] = []
        for _try in range(6):
            with pytest.raises(smtplib.SMTPException):
                send_to_each("escalate:1", letters(told, "hoa", "minh", "mai", refused="minh"))
        assert told == ["hoa", "mai"]  # whoever stands behind it waits for nothing
        assert send_to_each("escalate:1", letters(told, "hoa", "minh", "mai"))
        assert told == ["hoa", "mai", "minh"]
        assert not send_to_each("escalate:1", letters(told, "hoa", "minh", "mai"))

    def test_who_becomes_a_reader_later_is_not_told_of_what_is_past(self) -> None:
        told: list[str] = []
        assert send_to_each("escalate:1", letters(told, "hoa"))
        assert not send_to_each("escalate:1", letters(told, "hoa", "minh"))
        assert told == ["hoa"]

    def test_what_an_earlier_release_sent_under_one_key_is_sent_to_nobody_again(self) -> None:
        told: list[str] = []
        SentNotice.objects.create(key="escalate:1")
        assert not send_to_each("escalate:1", letters(told, "hoa"))
        assert told == []

    def test_it_is_not_done_while_one_letter_is_in_anothers_hands(self) -> None:
        told: list[str] = []
        SentNotice.objects.create(key="escalate:1:minh", claimed_until=clock.now() + SENT_WITHIN)
        assert send_to_each("escalate:1", letters(told, "hoa", "minh"))
        assert not is_sent("escalate:1")
        with time_machine.travel(clock.now() + SENT_WITHIN + timedelta(seconds=1)):
            assert send_to_each("escalate:1", letters(told, "hoa", "minh"))
        assert (told, is_sent("escalate:1")) == (["hoa", "minh"], True)

    def test_without_a_reader_nothing_is_noted(self) -> None:
        assert not send_to_each("escalate:1", {})
        assert SentNotice.objects.count() == 0
