"""What a producer reads who bears a lost dispute: how much, why, and whom to object to. Nothing of the buyer."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from catalog.lib.money import format_dong
from catalog.producers.models import Producer
from catalog.products.selectors import producer_name
from cms.letters.selectors import renewal_words
from marketplace.accounts.phones import parse_mobile
from marketplace.accounts.readers import Reader, readers_of
from marketplace.ledger.models import Account, Entry
from marketplace.notices.mails import send_mail
from marketplace.notices.sms import sms_sender
from marketplace.orders.links import money_link
from marketplace.orders.selectors import spaced
from marketplace.orders.sending import send_once, send_to_each
from marketplace.payments.models import DisputeDecision


def tell_bearer(decision_id: int, producer_id: int) -> None:
    """Tell a producer, once, what it bears of a lost dispute: by mail or, where it has no address, by text message.

    Raises:
        OSError, smtplib.SMTPException, UnableToSendSms: it did not leave; the job is tried again.
    """
    decision = DisputeDecision.objects.select_related("dispute__payment__order").get(pk=decision_id)
    producer = Producer.objects.prefetch_related("texts").get(pk=producer_id)
    amount, readers = _borne(decision, producer_id), readers_of(producer)
    key = f"dispute-borne:{decision.pk}:{producer.pk}"
    mobile = "" if producer.is_sample or settings.SMS_GATEWAY == "off" else parse_mobile(producer.phone, abroad=False)
    if readers:
        send_to_each(key, {reader.who: partial(_write, decision, producer, amount, reader) for reader in readers})
    elif mobile:
        send_once(key, lambda: sms_sender().send(mobile, _text(decision, amount)))


def _borne(decision: DisputeDecision, producer_id: int) -> int:
    """Read from the books, which alone know each producer's share."""
    lines = Entry.objects.filter(journal__key=f"dispute-borne:{decision.dispute.provider_id}", account=Account.PAYABLE)
    return int(lines.filter(producer_id=producer_id).aggregate(total=Sum("amount"))["total"] or 0)


def _number(decision: DisputeDecision) -> str:
    return spaced(decision.dispute.payment.order.number)


def _write(decision: DisputeDecision, producer: Producer, amount: int, reader: Reader) -> None:
    send_mail(
        to=reader.address,
        subject=_("Order %(number)s: an amount is taken off what you are owed"),
        number=_number(decision),
        template="dispute_borne",
        language=reader.language,
        context={
            "number": _number(decision),
            "name": producer_name(producer, reader.language)[0],
            "amount": amount,
            "reason": decision.reason,
            "contact": renewal_words(reader.language).contact,
            "link": settings.BASE_URL + money_link(producer.pk, reader.language),
        },
    )


def _text(decision: DisputeDecision, amount: int) -> str:
    with override("vi"):
        words = gettext("Chợ Sao: the buyer's bank took back order %(number)s; %(amount)s is taken off what you are owed. Ask us why.")
    return words % {"number": _number(decision), "amount": format_dong(amount)}
