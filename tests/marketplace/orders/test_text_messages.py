"""Producers without an e-mail are told and reminded by text message: by a job, once, and never inside a request."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from catalog.lib import clock
from catalog.producers.models import Producer
from marketplace.notices.sms import KeptSms
from marketplace.orders.models import Parcel
from marketplace.orders.notices import remind_of_unconfirmed, send_notices
from marketplace.orders.parcels import move_parcel
from marketplace.orders.services import place_order
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(settings: Any) -> list[tuple[str, str]]:
    settings.SMS_GATEWAY = "kept"
    KeptSms.sent.clear()
    return KeptSms.sent


@pytest.fixture
def parcel(sent: list[tuple[str, str]]) -> Parcel:
    rates()
    vat_rates()
    listing = ListingFactory.create()
    Producer.objects.filter(pk=listing.seller_id).update(email="", phone="0987 654 321")
    return Parcel.objects.get(order=place_order(request_for(fill_basket((listing, 1)))))


def work() -> None:
    """Do the jobs that wait, as a worker does, each twice: a killed worker's job runs again."""
    for job in DBTaskResult.objects.filter(task_path__endswith="text_producer"):
        for _time in range(2):
            job.task.call(*job.args_kwargs["args"])
        job.delete()


def test_a_new_order_is_told_by_a_job_with_the_link_and_once(parcel: Parcel, sent: list[tuple[str, str]]) -> None:
    assert sent == []  # placing has sent nothing
    send_notices(parcel.order_id)
    send_notices(parcel.order_id)
    assert sent == []
    work()
    ((phone, text),) = sent
    assert phone == "+84987654321"
    assert text.startswith("Chợ Sao: bạn có đơn mới")
    assert f"/{parcel.pk}/" in text
    assert "912345678" not in text


def test_reminders_follow_at_their_hours_and_end_when_it_is_confirmed(parcel: Parcel, sent: list[tuple[str, str]]) -> None:
    send_notices(parcel.order_id)
    for hours, count in ((11, 1), (13, 2), (14, 2), (25, 3)):
        with time_machine.travel(clock.now() + timedelta(hours=hours), tick=False):
            remind_of_unconfirmed()
            work()
        assert len(sent) == count, hours
    with time_machine.travel(clock.now() + timedelta(hours=26), tick=False):
        move_parcel(parcel_id=parcel.pk, after="confirmed", by="producer")
        remind_of_unconfirmed()
        work()
    assert len(sent) == 3


@pytest.mark.parametrize(("gateway", "phone"), [("off", "0987654321"), ("kept", ""), ("kept", "024 3825 3825")])
def test_without_a_gateway_or_a_mobile_nothing_is_left_to_do(
    parcel: Parcel, sent: list[tuple[str, str]], settings: Any, gateway: str, phone: str
) -> None:
    settings.SMS_GATEWAY = gateway
    Producer.objects.update(phone=phone)
    send_notices(parcel.order_id)
    work()
    assert sent == []
