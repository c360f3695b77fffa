"""One file of Django: each address gives the bytes that lie under its name in BENCH_BODIES."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODIES = {file.name: file.read_bytes() for file in Path(os.environ["BENCH_BODIES"]).iterdir()}

settings.configure(SECRET_KEY="bare", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[])


def body(request: HttpRequest, name: str) -> HttpResponse:
    """Give the bytes."""
    return HttpResponse(BODIES[name])


urlpatterns = [path("<str:name>", body)]
application = get_wsgi_application()
