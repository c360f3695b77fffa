"""Ask buyers where their money shall go."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.bank_refunds.services import by_hand
from marketplace.notices.mails import send_mail
from marketplace.orders.links import order_link
from marketplace.orders.models import OrderContact
from marketplace.orders.selectors import spaced
from marketplace.orders.sending import send_once
from marketplace.payments.models import Refund


def ask_for_accounts() -> int:
    """Write once for each refund that waits for an account, where the buyer left an e-mail; give how many letters left."""
    waiting = by_hand().filter(state=Refund.State.ASKED, bank_account=None).select_related("payment__order")
    contacts = OrderContact.objects.exclude(email="").in_bulk(
        list(waiting.values_list("payment__order_id", flat=True)), field_name="order_id"
    )
    return sum(
        send_once(f"refund-account:{refund.pk}", partial(_ask, refund, contacts[refund.payment.order_id]))
        for refund in waiting
        if refund.payment.order_id in contacts
    )


def _ask(refund: Refund, contact: OrderContact) -> None:
    order = refund.payment.order
    send_mail(
        to=contact.email,
        subject=_("Where shall we send your refund? Order %(number)s"),
        number=spaced(order.number),
        template="refund_account",
        language=contact.language,
        context={
            "amount": refund.amount,
            "number": spaced(order.number),
            "link": settings.BASE_URL + order_link(order.number, contact.language),
        },
    )
