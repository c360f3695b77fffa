"""Telling the caches in front of the shop to forget pages with stars, behind one Protocol."""

from __future__ import annotations

from typing import Protocol

import httpx
from django.conf import settings

# One name for every page that may show a star. Stars change rarely; a page left out of a list of pages would be a false star.
BADGES_KEY = "badges"
KEY_HEADER = "Surrogate-Key"
TIMEOUT_SECONDS = 5


class UnableToPurge(Exception):
    """The cache in front did not take the order; trying again helps."""


class Purge(Protocol):
    """Makes the caches in front of the shop forget."""

    def forget(self, key: str) -> None:
        """Forget every answer that bore `key` in `Surrogate-Key`.

        Raises:
            UnableToPurge: it could not be told.
        """
        ...


class NullPurge:
    """There is no cache in front of the shop."""

    def forget(self, key: str) -> None:
        """Do nothing."""


class FakePurge:
    """Remembers what it was told, for tests; `is_down` refuses."""

    def __init__(self) -> None:
        self.forgotten: list[str] = []
        self.is_down = False

    def forget(self, key: str) -> None:
        """Note the key.

        Raises:
            UnableToPurge: told to be down.
        """
        if self.is_down:
            raise UnableToPurge("down")
        self.forgotten.append(key)


class HttpPurge:
    """Sends a POST with `Surrogate-Key` to one address, as Fastly's and Varnish's xkey want it."""

    def __init__(self, url: str, key: str = "", transport: httpx.BaseTransport | None = None) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._transport = transport

    def forget(self, key: str) -> None:
        """Send the order.

        Raises:
            UnableToPurge: no answer in time, or not one of 2xx.
        """
        try:
            with httpx.Client(timeout=TIMEOUT_SECONDS, transport=self._transport, trust_env=False) as client:
                client.post(self._url, headers={**self._headers, KEY_HEADER: key}).raise_for_status()
        except httpx.HTTPError as error:
            raise UnableToPurge(str(error)) from error


_joined: list[Purge] = []


def set_purge(purge: Purge) -> Purge:
    """Join the implementation, and give it back."""
    _joined[:] = [purge]
    return purge


def present_purge() -> Purge:
    """Give what `set_purge` joined."""
    return _joined[0] if _joined else NullPurge()


def purge_of_settings() -> Purge:
    """Give the implementation that the settings name."""
    return HttpPurge(settings.PURGE_URL, settings.PURGE_KEY) if settings.PURGE_URL else NullPurge()
