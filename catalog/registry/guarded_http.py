"""Fetch from one known address outside, and be led nowhere else: no redirects, no private addresses, no endless answers."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from catalog.registry.errors import UnreachableSource, UnreadableSource

MAX_BYTES = 20 * 1024 * 1024
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5.0, 10.0, 60.0
Resolve = Callable[[str, int], list[str]]
# Networks that carry an IPv4 address inside: 6to4, Teredo, NAT64 (RFC 3056, 4380, 6052, 8215).
_TUNNELS = [ipaddress.ip_network(text) for text in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48")]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; the names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def resolve(host: str, port: int) -> list[str]:
    """Give every address of a host."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, also seen through tunnels."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _TUNNELS if network.version == ip.version)


def _is_trusted(url: httpx.URL) -> bool:
    """Whether this is the one host and port that a setting names; production refuses that setting."""
    trusted = settings.REGISTRY_TRUSTED_HOST
    return bool(trusted) and trusted == f"{url.host}:{url.port or (443 if url.scheme == 'https' else 80)}"


class PinnedTransport(httpx.HTTPTransport):
    """Connects to the very address that was checked, so that a name cannot point elsewhere a moment later."""

    def __init__(self, resolve: Resolve = resolve) -> None:
        super().__init__(retries=0, trust_env=False)
        self._resolve = resolve

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Check, pin and send; the certificate is still that of the name."""
        host = request.url.host
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=self._checked_address(request.url))
        return super().handle_request(request)

    def _checked_address(self, url: httpx.URL) -> str:
        try:
            addresses = self._resolve(url.host, url.port or 443)
        except (OSError, UnicodeError) as error:
            raise UnreachableSource(_("The name %(host)s is not known.") % {"host": url.host}) from error
        if not addresses or not (_is_trusted(url) or all(is_public(address) for address in addresses)):
            raise UnreadableSource(_("The address %(host)s lies inside a network: refused.") % {"host": url.host})
        return addresses[0]


def check_url(text: str) -> httpx.URL:
    """Give the address if it may be asked at all: https on the usual port, without a name and password in it.

    Raises:
        UnreadableSource: it may not.
    """
    try:
        url = httpx.URL(text)
        is_fine = bool(url.host) and not url.userinfo and ((url.scheme == "https" and url.port in (None, 443)) or _is_trusted(url))
    except (httpx.InvalidURL, ValueError, TypeError):
        is_fine = False
    if not is_fine:
        raise UnreadableSource(_("Only https addresses on the usual port are asked: %(url)s") % {"url": text[:200]})
    return url


def fetch(url: str, *, headers: Mapping[str, str], resolve: Resolve = resolve) -> Answer:
    """Ask once. An answer of 300 and above, except 304, is none.

    Raises:
        UnreachableSource: nobody answered in time, or with an error of their own; trying later may help.
        UnreadableSource: it may not be asked, leads elsewhere, or is too large.
    """
    checked = check_url(url)
    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    try:
        with (
            httpx.Client(transport=PinnedTransport(resolve), timeout=timeout, follow_redirects=False, trust_env=False) as client,
            client.stream("GET", checked, headers={"Accept-Encoding": "identity", **headers}) as response,
        ):
            _check_status(response)
            return Answer(response.status_code, dict(response.headers), _body(response))
    except httpx.TimeoutException as error:
        raise UnreachableSource(_("The registry did not answer in time.")) from error
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        raise UnreachableSource(_("The registry's answer broke off or could not be had.")) from error


def _check_status(response: httpx.Response) -> None:
    status = response.status_code
    if 300 <= status < 400 and status != 304:
        raise UnreadableSource(_("The registry points to another address: refused. Enter the new one if it is right."))
    if status >= 500 or status == 429:
        raise UnreachableSource(_("The registry answered with its own error %(status)s.") % {"status": status})
    if status not in (200, 304):
        raise UnreadableSource(_("The registry refuses the request: %(status)s.") % {"status": status})
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnreadableSource(_("The registry answered in an encoding that was not asked for."))


def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    end = time.monotonic() + WHOLE_SECONDS
    for chunk in response.iter_raw(65_536):
        body += chunk
        if len(body) > MAX_BYTES:
            raise UnreadableSource(_("The registry's answer is larger than %(size)s MB.") % {"size": MAX_BYTES // 1024**2})
        if time.monotonic() > end:
            raise UnreachableSource(_("The registry did not answer in time."))
    return bytes(body)
