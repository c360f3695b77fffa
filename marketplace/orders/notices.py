"""Messages about an order: to the buyer, and to each producer about their parcel alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from catalog.lib import clock
from catalog.products.selectors import producer_name
from marketplace.accounts.phones import parse_mobile
from marketplace.forks.shop import Order
from marketplace.notices.mails import send_mail
from marketplace.notices.sms import sms_sender
from marketplace.orders.links import order_link, parcel_link
from marketplace.orders.models import OrderContact, Parcel
from marketplace.orders.selectors import order_page, spaced
from marketplace.orders.sending import Send, letters_to_officers, send_all, send_once, send_to_each
from marketplace.orders.tasks import text_producer


def send_notices(order_id: int) -> None:
    """Send what has not been sent yet: one mail to the buyer, and one to each producer whose parcel is ordered.

    Raises:
        OSError, smtplib.SMTPException: an address was refused; the others were written to, and the job is tried again.
    """
    order = Order.objects.get(pk=order_id)
    contact = OrderContact.objects.get(order=order)
    letters: dict[str, Send] = {f"buyer:{order_id}": partial(_to_buyer, order, contact)} if contact.email else {}
    for parcel in Parcel.objects.filter(order=order, state=Parcel.State.ORDERED).select_related("producer"):
        if parcel.producer.email:
            letters[f"parcel:{parcel.pk}"] = partial(_to_producer, order, parcel)
        else:
            _leave_text(f"parcel:{parcel.pk}", parcel)
    send_all(letters)


def _to_buyer(order: Any, contact: OrderContact) -> None:
    page = order_page(order, language=contact.language)
    link = settings.BASE_URL + order_link(order.number, contact.language)
    send_mail(
        to=contact.email,
        subject=_("Your order %(number)s at Chợ Sao"),
        number=page.spaced_number,
        template="order_placed",
        language=contact.language,
        context={"page": page, "link": link},
    )


REMIND_AFTER = (timedelta(hours=12), timedelta(hours=24))
ESCALATE_AFTER = timedelta(hours=48)


def remind_of_unconfirmed() -> int:
    """Remind producers of parcels that they have not confirmed, then tell the department; give how many messages left.

    The hours count from the moment at which the parcel was ordered; each message leaves once.
    """
    count = 0
    for parcel in Parcel.objects.filter(state=Parcel.State.ORDERED).select_related("producer", "order"):
        age = clock.now() - _ordered_at(parcel)
        for number, limit in enumerate(REMIND_AFTER, start=1):
            if age >= limit:
                count += _remind(parcel, f"remind:{parcel.pk}:{number}")
        if age >= ESCALATE_AFTER:
            count += send_to_each(f"escalate:{parcel.pk}", letters_to_officers(partial(_to_officer, parcel)))
    return count


def _remind(parcel: Parcel, key: str) -> bool:
    if parcel.producer.email:
        return send_once(key, lambda: _to_producer(parcel.order, parcel, is_reminder=True))
    return _leave_text(key, parcel, is_reminder=True)


def _leave_text(key: str, parcel: Parcel, *, is_reminder: bool = False) -> bool:
    """Leave a text message to a job of its own, for a producer without an e-mail; give whether it is new.

    Neither a request nor the shop's clock waits for a gateway. Without a gateway or a mobile number nothing is left, and the
    department hears of the parcel after two days.
    """
    if settings.SMS_GATEWAY == "off" or not parse_mobile(parcel.producer.phone, abroad=False):
        return False
    return send_once(key, lambda: text_producer.enqueue(parcel.pk, f"sms:{key}", is_reminder))


def send_text(parcel_id: int, key: str, *, is_reminder: bool) -> None:
    """Send a producer the link of a parcel that still waits, by text message, once for a key.

    Raises:
        UnableToSendSms: no gateway took it; the job is tried again.
    """
    parcel = Parcel.objects.select_related("producer", "order").get(pk=parcel_id)
    mobile = parse_mobile(parcel.producer.phone, abroad=False)
    if parcel.state != Parcel.State.ORDERED or not mobile:
        return
    with override("vi"):
        facts = {"number": spaced(parcel.order.number), "link": settings.BASE_URL + parcel_link(parcel.pk)}
        text = gettext("Chợ Sao: order %(number)s still waits for you. Confirm: %(link)s") % facts
        if not is_reminder:
            text = gettext("Chợ Sao: a new order for you, %(number)s. Confirm: %(link)s") % facts
    send_once(key, lambda: sms_sender().send(mobile, text))


def _ordered_at(parcel: Parcel) -> datetime:
    paid = parcel.moves.filter(after=Parcel.State.ORDERED).first()
    placed: datetime = parcel.order.date_placed
    return paid.at if paid else placed


def _to_officer(parcel: Parcel, address: str, language: str) -> None:
    send_mail(
        to=address,
        subject=_("A parcel has been waiting for two days"),
        template="parcel_escalated",
        language=language,
        context={
            "parcel": parcel,
            "number": spaced(parcel.order.number),
            "name": producer_name(parcel.producer, language)[0],
        },
    )


def _to_producer(order: Any, parcel: Parcel, *, is_reminder: bool = False) -> None:
    page = order_page(order, language="vi")
    part = next(one for one in page.parcels if one.id == parcel.pk)
    subject = _("Please confirm: order %(number)s is waiting") if is_reminder else _("A new order for you: %(number)s")
    send_mail(
        to=parcel.producer.email,
        subject=subject,
        number=page.spaced_number,
        template="parcel_ordered",
        language="vi",
        context={"page": page, "parcel": part, "link": settings.BASE_URL + parcel_link(parcel.pk)},
    )
