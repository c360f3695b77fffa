"""Who is told what about a complaint: the producer of a new one, the buyer of an answer, officers of what waits for them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from catalog.lib.money import format_minor
from catalog.products.selectors import producer_name
from marketplace.complaints.models import Complaint
from marketplace.notices.mails import send_mail
from marketplace.orders.links import order_link, parcel_link
from marketplace.orders.models import OrderContact
from marketplace.orders.selectors import spaced
from marketplace.orders.sending import letters_to_officers, send_once, send_to_each
from marketplace.payments.models import Refund

State = Complaint.State


def send_notices(complaint_id: int) -> None:
    """Send what the present state calls for; each message leaves once for each state."""
    complaint = Complaint.objects.select_related("parcel__producer", "parcel__order").get(pk=complaint_id)
    key = f"complaint:{complaint.pk}:{complaint.state}"
    if complaint.state == State.OPEN:
        send_once(key, lambda: _to_producer(complaint))
    elif complaint.state in (State.DECLINED, State.ACCEPTED, State.REJECTED):
        send_once(key, lambda: _to_buyer(complaint))
    elif complaint.state == State.ESCALATED:
        send_to_each(key, letters_to_officers(partial(_to_officer, complaint)))


def _context(complaint: Complaint, language: str, link: str) -> dict[str, Any]:
    return {
        "complaint": complaint,
        "number": spaced(complaint.parcel.order.number),
        "name": producer_name(complaint.parcel.producer, language)[0],
        "link": settings.BASE_URL + link,
    }


def _desk_link(language: str) -> str:
    with override(language):
        return reverse("desk:complaints")


def _charged(complaint: Complaint) -> str:
    """Say what goes back to a card that was charged in another currency than đồng; else nothing."""
    whole = Refund.objects.filter(key=f"complaint:{complaint.pk}", amount=complaint.refund_amount)
    refund = whole.exclude(foreign_minor=None).select_related("payment").first()
    return format_minor(refund.foreign_minor or 0, refund.payment.currency) if refund else ""


def _to_producer(complaint: Complaint) -> None:
    if complaint.parcel.producer.email:
        send_mail(
            to=complaint.parcel.producer.email,
            subject=_("A buyer reports a problem: order %(number)s"),
            number=spaced(complaint.parcel.order.number),
            template="complaint_filed",
            language="vi",
            context=_context(complaint, "vi", parcel_link(complaint.parcel_id)),
        )


def _to_buyer(complaint: Complaint) -> None:
    order = complaint.parcel.order
    contact = OrderContact.objects.get(order=order)
    if contact.email:
        send_mail(
            to=contact.email,
            subject=_("Your report about order %(number)s: there is an answer"),
            number=spaced(order.number),
            template="complaint_answered",
            language=contact.language,
            context={**_context(complaint, contact.language, order_link(order.number, contact.language)), "charged": _charged(complaint)},
        )


def _to_officer(complaint: Complaint, address: str, language: str) -> None:
    send_mail(
        to=address,
        subject=_("A complaint waits for the department: order %(number)s"),
        number=spaced(complaint.parcel.order.number),
        template="complaint_escalated",
        language=language,
        context=_context(complaint, language, _desk_link(language)),
    )
