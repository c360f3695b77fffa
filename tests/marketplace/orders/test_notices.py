"""Mails about an order: the buyer's, and each producer's about their parcel alone."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.utils.translation import override

from catalog.lib.money import format_dong
from catalog.producers.models import Producer
from marketplace.orders.models import OrderContact
from marketplace.orders.notices import send_notices
from marketplace.orders.services import place_order
from marketplace.orders.settling import settle
from marketplace.payments.models import Payment
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture
def order() -> Any:
    rates()
    vat_rates()
    one, other = ListingFactory.create(title="Chè lam gừng"), ListingFactory.create(title="Miến dong")
    Producer.objects.filter(pk=one.seller_id).update(email="mot@nguoi.example")
    Producer.objects.filter(pk=other.seller_id).update(email="hai@nguoi.example")
    return place_order(request_for(fill_basket((one, 1), (other, 2)), email="lan@nguoi.example", method="vietqr"))


def test_producers_hear_of_a_transfer_only_once_it_is_paid(order: Any) -> None:
    send_notices(order.pk)
    assert [message.to for message in mail.outbox] == [["lan@nguoi.example"]]
    payment = Payment.objects.get(order=order)
    settle(payment=payment, event_id="bank-1", amount=payment.amount)
    send_notices(order.pk)
    assert [message.to for message in mail.outbox[1:]] == [["mot@nguoi.example"], ["hai@nguoi.example"]]


def test_a_producer_reads_of_their_own_parcel_alone(order: Any) -> None:
    payment = Payment.objects.get(order=order)
    settle(payment=payment, event_id="bank-1", amount=payment.amount)
    send_notices(order.pk)
    texts = {message.to[0]: message.body for message in mail.outbox}
    assert "Chè lam gừng" in texts["mot@nguoi.example"]
    assert "Miến dong" not in texts["mot@nguoi.example"]
    assert "lan@nguoi.example" not in texts["mot@nguoi.example"]


def test_the_buyers_mail_names_the_method_in_both_forms(order: Any) -> None:
    send_notices(order.pk)
    message: Any = mail.outbox[0]
    for text in (message.body, message.alternatives[0][0]):
        assert "Chuyển khoản bằng VietQR" in text
    assert "()" not in message.body


@pytest.mark.parametrize("method", ["vietqr", "cash_on_delivery"])
def test_a_producer_reads_the_phone_as_people_write_it_and_what_cash_is_collected(method: str) -> None:
    rates()
    vat_rates()
    listing = ListingFactory.create()
    Producer.objects.filter(pk=listing.seller_id).update(email="mot@nguoi.example")
    placed = place_order(request_for(fill_basket((listing, 1)), method=method))
    payment = Payment.objects.get(order=placed)
    if method == "vietqr":
        settle(payment=payment, event_id="bank-1", amount=payment.amount)
    send_notices(placed.pk)
    message: Any = mail.outbox[0]
    for text in (message.body, unescape(message.alternatives[0][0])):
        assert "0912 345 678" in text
        assert ("Thu hộ khi giao" in text) == (method == "cash_on_delivery")
        assert (format_dong(payment.amount) in text) == (method == "cash_on_delivery")
    assert 'href="tel:+84912345678"' in message.alternatives[0][0]
    assert "+84" not in message.body


def test_a_job_that_runs_twice_sends_once(order: Any) -> None:
    send_notices(order.pk)
    send_notices(order.pk)
    assert len(mail.outbox) == 1


def test_a_mail_that_could_not_leave_is_tried_again(order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Any, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        with pytest.raises(ConnectionRefusedError):
            send_notices(order.pk)
    send_notices(order.pk)
    assert len(mail.outbox) == 1


class RefusesTheBuyer(EmailBackend):
    """A mail server that does not know the address that the buyer typed."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Refuse it, keep the others."""
        if any("lan@nguoi.example" in message.to for message in messages):
            raise smtplib.SMTPRecipientsRefused({})
        return int(super().send_messages(messages))


def test_a_buyers_mistyped_address_keeps_no_producer_from_hearing_of_the_order(order: Any, settings: Any) -> None:
    payment = Payment.objects.get(order=order)
    settle(payment=payment, event_id="bank-1", amount=payment.amount)
    settings.EMAIL_BACKEND = f"{__name__}.RefusesTheBuyer"
    for _try in range(2):
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            send_notices(order.pk)
    assert [message.to for message in mail.outbox] == [["mot@nguoi.example"], ["hai@nguoi.example"]]


def test_the_mail_has_the_link_and_the_sum(order: Any) -> None:
    send_notices(order.pk)
    body = mail.outbox[0].body
    assert f"/don-hang/{order.number}/" in body
    assert "₫" in body
    assert "<style" not in str(mail.outbox[0].alternatives[0][0])


@pytest.mark.parametrize("worker", ["vi", "en"])
def test_an_english_order_is_answered_in_english_whatever_the_workers_language(order: Any, worker: str) -> None:
    OrderContact.objects.filter(order=order).update(language="en")
    with override(worker):
        send_notices(order.pk)
    message: Any = mail.outbox[0]
    assert message.subject.startswith("Your order ")
    assert message.subject.endswith(" at Chợ Sao")
    assert "Thank you, Nguyễn Thị Lan!" in message.body
    assert "/en/" in message.body
    html = message.alternatives[0][0]
    assert '<html lang="en">' in html
    assert '<span lang="vi">Chè lam gừng</span>' in html  # it has no English title


def test_a_producers_subject_is_vietnamese_whatever_the_workers_language(order: Any) -> None:
    payment = Payment.objects.get(order=order)
    settle(payment=payment, event_id="bank-1", amount=payment.amount)
    with override("en"):
        send_notices(order.pk)
    assert mail.outbox[1].subject.startswith("Bạn có đơn hàng mới")
