"""What happens around every request of people's accounts."""

from __future__ import annotations

from collections.abc import Callable

from allauth.core.exceptions import RateLimited
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class RateLimitMiddleware:
    """Answers "too many tries" where allauth stops inside a step of signing in and would leave a server error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Give the page of status 429 for allauth's limit; other exceptions surface."""
        return render(request, "429.html", status=429) if isinstance(exception, RateLimited) else None
