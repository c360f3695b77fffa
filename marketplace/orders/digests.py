"""Keyed digests: count phones and networks without keeping them (RFC 2104, key from the shop's secret)."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def digest(kind: str, value: str) -> str:
    """Give 128 bits of a keyed hash, in hexadecimal; an empty value stays empty."""
    full = str(salted_hmac(f"orders.{kind}", value, algorithm="sha256").hexdigest())
    return full[:32] if value else ""


def network_of(request: HttpRequest) -> str:
    """Give the visitor's network: the IPv4 address, or the /64 of an IPv6 one.

    Behind trusted proxies the address is the one that the outermost of them saw; what a visitor writes into the header
    himself stands further left and is not believed.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXY_COUNT:
        hops = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        address = hops[-settings.PROXY_COUNT] if len(hops) >= settings.PROXY_COUNT else address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return address
