"""Signed links to an order: whoever holds one sees that order and no other, without an account."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import override

from marketplace.forks.shop import Order
from marketplace.orders.models import Parcel

_SIGNER = Signer(salt="orders.link")
_PARCEL_SIGNER = Signer(salt="orders.parcel-link")
_LENGTH = 22  # of 43 characters: 132 bits


def _signature(number: str) -> str:
    return _SIGNER.signature(number)[:_LENGTH]


def order_link(number: str, language: str) -> str:
    """Give the path of the order's page, to keep."""
    with override(language):
        return reverse("checkout:order-detail", args=[number, _signature(number)])


def order_for_link(number: str, signature: str) -> Any:
    """Give the order that a link opens.

    Raises:
        BadSignature: the link was not made by this shop.
        Order.DoesNotExist: there is no such order.
    """
    if not constant_time_compare(signature, _signature(number)):
        raise BadSignature(number)
    return Order.objects.get(number=number)


def parcel_link(parcel_id: int) -> str:
    """Give the path of a parcel's page for its producer, who need not sign in."""
    with override("vi"):
        return reverse("producer_desk:parcel", args=[parcel_id, _PARCEL_SIGNER.signature(str(parcel_id))[:_LENGTH]])


def parcel_for_link(parcel_id: int, signature: str) -> Parcel:
    """Give the parcel that a producer's link opens.

    Raises:
        BadSignature: the link was not made by this shop.
        Parcel.DoesNotExist: there is no such parcel.
    """
    if not constant_time_compare(signature, _PARCEL_SIGNER.signature(str(parcel_id))[:_LENGTH]):
        raise BadSignature(str(parcel_id))
    return Parcel.objects.get(pk=parcel_id)


def money_link(producer_id: int, language: str) -> str:
    """Give the path of the page of what a producer is owed, for members who sign in."""
    with override(language):
        return reverse("producer_desk:money", args=[producer_id])
