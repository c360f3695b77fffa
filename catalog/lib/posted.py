"""Addresses that a form is sent to: one that is opened instead leads to the page that has the form."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

Parts = ParamSpec("Parts")


def posted_from(page: str, *parts: str) -> Callable[[Callable[Parts, HttpResponseBase]], Callable[Parts, HttpResponseBase]]:
    """Take forms only, and lead whoever opens the address to `page`, with those `parts` of the address that it has too.

    A refused form is shown again at its own address. From there people change the language, reload, or come back by a bookmark.
    """

    def guard(view: Callable[Parts, HttpResponseBase]) -> Callable[Parts, HttpResponseBase]:
        @wraps(view)
        def guarded(*args: Parts.args, **kwargs: Parts.kwargs) -> HttpResponseBase:
            request = args[0]
            if isinstance(request, HttpRequest) and request.method != "POST":
                return redirect(reverse(page, kwargs={part: kwargs[part] for part in parts}))
            return view(*args, **kwargs)

        return require_http_methods(["GET", "HEAD", "POST"])(guarded)

    return guard
