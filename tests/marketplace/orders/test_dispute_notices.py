"""A producer who bears a lost dispute is told once, by a job: its own amount, the reason, whom to object to, and nothing of the buyer."""

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
from django_tasks_db.models import DBTaskResult
from wagtail.models import Site

from catalog.lib.money import format_dong
from catalog.producers.models import Producer
from cms.letters.models import RenewalLetter
from marketplace.accounts.models import Membership, User
from marketplace.notices.sms import KeptSms
from marketplace.orders.dispute_notices import tell_bearer
from marketplace.orders.disputes import decide_dispute
from marketplace.orders.models import OrderContact
from marketplace.orders.selectors import spaced
from marketplace.payments.models import Dispute
from tests.cast import make_person
from tests.marketplace.department_desk.test_disputes import lost, parcels  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db


def work() -> None:
    """Do the jobs that wait, each twice: a killed worker's job runs again."""
    for job in DBTaskResult.objects.filter(task_path__endswith="tell_who_bears"):
        for _time in range(2):
            job.task.call(*job.args_kwargs["args"])
        job.delete()


def decide(dispute: Dispute, officer: User, *producers: int, bearer: str = "maker") -> None:
    """Let the producers of these places bear it."""
    chosen = [parcels(dispute)[place].pk for place in producers]
    decide_dispute(dispute_id=dispute.pk, officer=officer, bearer=bearer, reason="Gửi sai hàng", parcel_ids=chosen)


def reach(dispute: Dispute, *addresses: str) -> None:
    for parcel, address in zip(parcels(dispute), addresses, strict=False):
        Producer.objects.filter(pk=parcel.producer_id).update(email=address)


def test_each_producer_reads_of_its_own_amount_and_whom_to_object_to(lost: Dispute, mai: User) -> None:  # noqa: F811
    RenewalLetter.objects.create(site=Site.objects.get(is_default_site=True), contact_vi="Phòng Quản lý sàn, 024 1234 5678")
    reach(lost, "mot@nguoi.example", "hai@nguoi.example")
    decide(lost, mai, 0, 1)
    assert mail.outbox == []  # deciding has sent nothing
    with override("en"):
        work()
    texts = {message.to[0]: message for message in mail.outbox}
    assert len(mail.outbox) == 2
    number = spaced(lost.payment.order.number)
    for address, own, other in (("mot@nguoi.example", 100_000, 50_000), ("hai@nguoi.example", 50_000, 100_000)):
        message = texts[address]
        assert message.subject == f"Đơn {number}: một khoản được trừ vào tiền hàng của bạn"
        for body in (message.body, unescape(message.alternatives[0][0])):
            assert format_dong(own) in body
            assert format_dong(other) not in body
            assert "Gửi sai hàng" in body
            assert "Nếu không đồng ý" in body
            assert "024 1234 5678" in body


def test_nothing_of_the_buyer_is_in_it(lost: Dispute, mai: User) -> None:  # noqa: F811
    reach(lost, "mot@nguoi.example")
    decide(lost, mai, 0)
    work()
    contact = OrderContact.objects.get(order=lost.payment.order_id)
    (message,) = mail.outbox
    whole = str(message.body) + unescape(message.alternatives[0][0])
    for private in filter(None, (contact.name, contact.phone, contact.phone[3:], contact.email, contact.street, contact.commune)):
        assert private not in whole
    assert "/kien-hang/" not in whole  # a page that shows the buyer's address


def test_who_bears_nothing_is_told_nothing(lost: Dispute, mai: User) -> None:  # noqa: F811
    reach(lost, "mot@nguoi.example", "hai@nguoi.example")
    decide(lost, mai, 1)
    work()
    assert [message.to for message in mail.outbox] == [["hai@nguoi.example"]]


def test_when_the_shop_bears_it_nobody_is_told(lost: Dispute, mai: User) -> None:  # noqa: F811
    reach(lost, "mot@nguoi.example")
    decide(lost, mai, bearer="shop")
    assert not DBTaskResult.objects.filter(task_path__endswith="tell_who_bears").exists()


def test_owners_of_a_producer_without_an_address_read_it_in_their_language(lost: Dispute, mai: User, lan: User) -> None:  # noqa: F811
    User.objects.filter(pk=lan.pk).update(language="en")
    Membership.objects.create(user=lan, producer_id=parcels(lost)[0].producer_id, role=Membership.Role.OWNER)
    reach(lost, "")
    decide(lost, mai, 0)
    work()
    (message,) = mail.outbox
    assert (message.to, "If you do not agree" in message.body) == ([lan.email], True)
    assert "/en/" in message.body


def test_an_owner_who_was_told_is_not_told_again_while_anothers_address_is_refused(lost: Dispute, mai: User, settings: Any) -> None:  # noqa: F811
    producer_id = parcels(lost)[0].producer_id
    for given in ("hoa", "minh"):
        Membership.objects.create(user=make_person(given), producer_id=producer_id, role=Membership.Role.OWNER)
    reach(lost, "")
    decide(lost, mai, 0)
    decision = lost.decision
    settings.EMAIL_BACKEND = f"{__name__}.RefusesHoa"
    for _try in range(3):
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            tell_bearer(decision.pk, producer_id)
    assert [message.to for message in mail.outbox] == [["minh@nguoi.example"]]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work()
    assert [message.to for message in mail.outbox] == [["minh@nguoi.example"], ["hoa@nguoi.example"]]


class RefusesHoa(EmailBackend):
    """A mail server that does not know one of the addresses."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Refuse hers, keep the others."""
        if any("hoa@nguoi.example" in message.to for message in messages):
            raise smtplib.SMTPRecipientsRefused({})
        return int(super().send_messages(messages))


def test_who_has_a_telephone_alone_gets_a_text_message_once(lost: Dispute, mai: User, settings: Any) -> None:  # noqa: F811
    settings.SMS_GATEWAY = "kept"
    KeptSms.sent.clear()
    Producer.objects.filter(pk=parcels(lost)[0].producer_id).update(email="", phone="0987 654 321")
    decide(lost, mai, 0)
    work()
    ((phone, text),) = KeptSms.sent
    assert (phone, mail.outbox) == ("+84987654321", [])
    assert format_dong(100_000) in text
    assert spaced(lost.payment.order.number) in text
