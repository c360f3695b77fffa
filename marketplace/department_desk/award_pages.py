"""The record of an award with its whole trace, and what an officer may do about it. Nobody sets a star here."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.certification.errors import UnableToLink, UnableToRevoke, UnableToWithdraw
from catalog.certification.models import Award, AwardLink
from catalog.certification.services import revoke_award, unlink_award, withdraw_award
from catalog.lib import clock
from catalog.lib.posted import posted_from
from marketplace.accounts.permissions import Reach, reach_of
from marketplace.department_desk.awards import awards_within
from marketplace.department_desk.forms import RevocationForm
from marketplace.department_desk.guards import get_award, officer_of, officer_page
from marketplace.department_desk.trace import trace_award


@require_safe
@officer_page("registry.view_run")
def award_detail(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    """Show the way of a star from the paper to the badge."""
    return _show(request, get_award(reach, code), RevocationForm(initial={"on": f"{clock.today():%d/%m/%Y}"}))


def _show(request: HttpRequest, award: Award, form: RevocationForm) -> HttpResponse:
    officer = officer_of(request)
    stands = award.revoked_on is None and award.withdrawn_on is None
    context = {
        "trace": trace_award(award, today=clock.today()),
        "award": award,
        "form": form,
        "may_revoke": stands and _may(officer, "certification.revoke_award", award),
        "may_withdraw": award.withdrawn_on is None and _may(officer, "certification.correct_award", award),
        "may_unlink": _may(officer, "certification.approve_link", award),
        "here": "lists",
    }
    return render(request, "pages/desk/award.html", context)


def _may(officer: AbstractBaseUser, permission: str, award: Award) -> bool:
    own = reach_of(officer, permission)
    return own is not None and awards_within(own).filter(pk=award.pk).exists()


@officer_page("certification.revoke_award")
@posted_from("desk:award", "code")
def award_revoke(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    """Record a revocation: its decision, its day, its reason."""
    award, form = get_award(reach, code), RevocationForm(request.POST)
    if not form.is_valid():
        return _show(request, award, form)
    try:
        revoke_award(award=award, **form.cleaned_data, officer=officer_of(request))
    except UnableToRevoke as error:
        form.add_error(None, str(error))
        return _show(request, award, form)
    messages.success(request, _("The revocation is recorded. The badge goes on that day, everywhere."))
    return redirect("desk:award", award.code)


@officer_page("certification.correct_award")
@posted_from("desk:award", "code")
def award_withdraw(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    """Take out a record that is a mistake; its page says so."""
    award = get_award(reach, code)
    try:
        withdraw_award(award=award, reason=request.POST.get("reason", "")[:300], officer=officer_of(request))
    except UnableToWithdraw as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The record is withdrawn."))
    return redirect("desk:award", award.code)


@officer_page("certification.approve_link")
@posted_from("desk:award", "code")
def award_unlink(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    """Part the record from a listing, which shows no star of it from now on."""
    award, number = get_award(reach, code), request.POST.get("link", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 12
    link = AwardLink.objects.filter(award=award, pk=int(number)).first() if is_number else None
    if link is None:
        raise Http404
    try:
        unlink_award(link=link, officer=officer_of(request))
    except UnableToLink as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The link is ended."))
    return redirect("desk:award", award.code)
