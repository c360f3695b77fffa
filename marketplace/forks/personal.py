"""Oscar's own copies of personal data: addresses, guests' mails, baskets, notes."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from oscar.apps.address.models import UserAddress
from oscar.apps.basket.models import Basket
from oscar.apps.communication.models import Email
from oscar.apps.order.models import BillingAddress, Order, OrderNote, ShippingAddress
from oscar.apps.wishlists.models import WishList


def erase_oscar_copies(*, user_ids: Collection[int], emails: Collection[str]) -> None:
    """Erase every copy that Oscar's tables may hold of these people; orders and their amounts stay."""
    mails = Q()
    for email in emails:
        mails |= Q(guest_email__iexact=email)
    orders = Order.objects.filter(Q(user_id__in=user_ids) | mails) if emails else Order.objects.filter(user_id__in=user_ids)
    numbers = list(orders.values_list("pk", flat=True))
    ShippingAddress.objects.filter(order__pk__in=numbers).delete()
    BillingAddress.objects.filter(order__pk__in=numbers).delete()
    OrderNote.objects.filter(order_id__in=numbers).delete()
    Order.objects.filter(pk__in=numbers).update(guest_email="")
    UserAddress.objects.filter(user_id__in=user_ids).delete()
    WishList.objects.filter(owner_id__in=user_ids).delete()
    Email.objects.filter(Q(user_id__in=user_ids) | Q(email__in=emails)).delete()
    Basket.objects.filter(owner_id__in=user_ids).update(owner=None)
