"""The ways to pay that the shop has. A new one is a folder beside these and a word in this list."""

from __future__ import annotations

from marketplace.payments.card import StripeCards
from marketplace.payments.cash_on_delivery import CashOnDelivery
from marketplace.payments.errors import UnknownMethod
from marketplace.payments.gateway import Gateway
from marketplace.payments.vietqr import VietQr

_ALL: tuple[Gateway, ...] = (CashOnDelivery(), VietQr(), StripeCards())
GATEWAYS: dict[str, Gateway] = {gateway.code: gateway for gateway in _ALL}
FIRST_CHOICE = CashOnDelivery.code


def gateway_for(method: str) -> Gateway:
    """Give the gateway of a method.

    Raises:
        UnknownMethod: there is none of that name.
    """
    try:
        return GATEWAYS[method]
    except KeyError as error:
        raise UnknownMethod(method) from error


def gateway_for_webhook(name: str) -> Gateway:
    """Give the gateway whose provider's messages come to that address.

    Raises:
        UnknownMethod: there is none.
    """
    for gateway in GATEWAYS.values():
        if name and gateway.webhook == name:
            return gateway
    raise UnknownMethod(name)


def pays_back_from(source: str) -> str:
    """Give the account that money which came into `source` goes back from."""
    return next((gateway.pays_back_from for gateway in GATEWAYS.values() if gateway.clearing == source), source)


def offered_methods() -> list[tuple[str, str]]:
    """Give the choices that a buyer has now."""
    return [(code, str(gateway.name)) for code, gateway in GATEWAYS.items() if gateway.is_offered]
