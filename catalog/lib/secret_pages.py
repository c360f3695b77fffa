"""Pages whose address is the key: whoever holds the signed link sees them, without an account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpResponse

Parts = ParamSpec("Parts")


def secret_page(view: Callable[Parts, HttpResponse]) -> Callable[Parts, HttpResponse]:
    """Keep the address of a page from other sites and from search engines."""

    @wraps(view)
    def kept(*args: Parts.args, **kwargs: Parts.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        # Not `no-referrer`: browsers would then send `Origin: null` with the page's own forms, and the CSRF check refuses that.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return kept
