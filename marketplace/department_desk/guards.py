"""Who may open a page of the desk, and what of the shop's records lies within their reach."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache

from catalog.certification.models import Award
from catalog.registry.models import Record, SyncRun
from marketplace.accounts.models import Appointment, User
from marketplace.accounts.permissions import Reach, reach_of
from marketplace.department_desk.awards import awards_within

Parts = ParamSpec("Parts")
View = Callable[Concatenate[HttpRequest, Reach, Parts], HttpResponseBase]


def officer_page(permission: str) -> Callable[[View[Parts]], Callable[Concatenate[HttpRequest, Parts], HttpResponseBase]]:
    """Let in only officers whose duties allow `permission`, and tell the view how far.

    A stranger is led to the sign-in; whoever is signed in without the duty finds no page, so that nobody learns what there is.
    """

    def guard(view: View[Parts]) -> Callable[Concatenate[HttpRequest, Parts], HttpResponseBase]:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Parts.args, **kwargs: Parts.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("desk:overview"))
            reach = reach_of(request.user, permission)
            if reach is None:
                raise Http404
            response = view(request, reach, *args, **kwargs)
            response["X-Robots-Tag"] = "noindex"
            response["Referrer-Policy"] = "same-origin"
            return response

        return guarded

    return guard


def officer_of(request: HttpRequest) -> User:
    """Give the officer behind a guarded request."""
    assert isinstance(request.user, User)  # noqa: S101 (`officer_page` let nobody else in, and there is one class of people)
    return request.user


def runs_within(reach: Reach) -> Any:
    """Give the runs within reach: a run belongs to the places of the officer who staged it.

    What a folder or a command staged without an officer is for those who serve everywhere.
    """
    runs = SyncRun.objects.select_related("actor", "applied_by", "undoes")
    if reach.is_everywhere:
        return runs
    officers = Appointment.objects.filter(place__in=reach.places()).values("user")
    return runs.filter(actor__in=officers)


def get_run(reach: Reach, run_id: int) -> SyncRun:
    """Give a run within reach.

    Raises:
        Http404: there is none, or it is another place's; the two look the same.
    """
    run: SyncRun | None = runs_within(reach).filter(pk=run_id).first()
    if run is None:
        raise Http404
    return run


def get_record(reach: Reach, record_id: int) -> Record:
    """Give a row of a run within reach.

    Raises:
        Http404: there is none, or it is another place's.
    """
    found = Record.objects.filter(pk=record_id, run__in=runs_within(reach))
    record = found.select_related("run", "award__decision", "former__decision", "issuing_body").first()
    if record is None:
        raise Http404
    return record


def get_award(reach: Reach, code: str) -> Award:
    """Give an award within reach.

    Raises:
        Http404: there is none, or it is another place's.
    """
    award: Award | None = (
        awards_within(reach).filter(code=code).select_related("decision__issuing_body", "superseded_by", "merged_into").first()
    )
    if award is None:
        raise Http404
    return award
