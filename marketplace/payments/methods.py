"""The ways to pay that the shop offers."""

from __future__ import annotations

from marketplace.payments.cash_on_delivery import CashOnDelivery
from marketplace.payments.errors import UnknownMethod
from marketplace.payments.gateway import Gateway
from marketplace.payments.models import Method
from marketplace.payments.stripe import StripeCards
from marketplace.payments.vietqr import VietQr

GATEWAYS: dict[str, Gateway] = {gateway.code: gateway for gateway in (CashOnDelivery(), VietQr(), StripeCards())}


def gateway_for(method: str) -> Gateway:
    """Give the gateway of a method.

    Raises:
        UnknownMethod: there is none of that name.
    """
    try:
        return GATEWAYS[method]
    except KeyError as error:
        raise UnknownMethod(method) from error


def offered_methods() -> list[tuple[str, str]]:
    """Give the choices that a buyer has now."""
    return [(code, str(Method(code).label)) for code, gateway in GATEWAYS.items() if gateway.is_offered]
