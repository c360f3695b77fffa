"""Every public address, read from the URL resolver, so that none can be forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from catalog.lib.languages import Language

_PART = re.compile(r"<(?:\w+:)?(\w+)>")
# Behind a sign-in of its own and written by Wagtail; only its doors are public.
_CMS = "cms/"
_DOORS = ("cms/login/", "cms/password_reset/")
# Wagtail's catch-all: a path of any depth.
_ANY_PAGE = r"((?:[\w\-]+/)*)"


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the shop: `route` as in `san-pham/<slug:slug>/`, the view's name, and the names of its parts."""

    route: str
    name: str

    @property
    def parts(self) -> list[str]:
        """Name the parts that vary."""
        return _PART.findall(self.route)

    def path(self, **values: str) -> str:
        """Fill in the parts."""
        return "/" + _PART.sub(lambda found: values[found[1]], self.route)


def _walk(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route)
        else:
            yield route, entry


def public_addresses() -> list[Address]:
    """Give the addresses in all languages; what has no language stands once."""
    found: dict[str, Address] = {}
    for language in Language.values:
        with override(language):
            for route, pattern in _walk(get_resolver()):
                if not route.startswith(_CMS) or route in _DOORS:
                    route = re.sub(r"[\^$]", "", route).replace(_ANY_PAGE, "<page>/")
                    found[route] = Address(route, pattern.name or "")
    return list(found.values())
