"""Pages for makers: their stars, how long these last, and filing papers; signed in, or by the signed link of a mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog.certification.models import Award
from catalog.lib import clock
from catalog.lib.languages import current_language
from catalog.lib.private_files import private_response
from catalog.lib.secret_pages import secret_page
from catalog.producers.models import Producer
from catalog.products.selectors import producer_name
from cms.letters.selectors import renewal_words
from marketplace.renewals.errors import UnableToAddPapers, UnableToOpenCase
from marketplace.renewals.forms import PapersForm
from marketplace.renewals.links import holder_for_link
from marketplace.renewals.models import RenewalPaper
from marketplace.renewals.selectors import (
    FILE,
    SEE,
    awards_of_producer,
    get_award_for,
    get_paper_for,
    makers_award,
    producers_of_member,
)
from marketplace.renewals.services import file_papers


@never_cache
@login_required
@require_safe
def award_list(request: HttpRequest) -> HttpResponse:
    """Show a member the awards of their producers, those that end first at the top."""
    today, language = clock.today(), current_language()
    shelves = [
        (producer_name(producer, language)[0], awards_of_producer(producer, today=today)) for producer in producers_of_member(request.user)
    ]
    return render(request, "pages/renewals/list.html", {"shelves": shelves})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def award_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a member one award, and take papers for a new evaluation."""
    try:
        award, producer = get_award_for(request.user, code, FILE if request.method == "POST" else SEE)
    except Award.DoesNotExist as error:
        raise Http404 from error
    return _page(request, award, producer, is_by_link=False)


@never_cache
@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def award_by_link(request: HttpRequest, code: str, producer_id: int, signature: str) -> HttpResponse:
    """The same for whoever holds the link of the mail; the papers themselves are not shown to them."""
    try:
        award = Award.objects.select_related("decision__issuing_body", "superseded_by").get(code=code, withdrawn_on=None)
        producer = holder_for_link(award, producer_id, signature)
    except (Award.DoesNotExist, Producer.DoesNotExist, BadSignature) as error:
        raise Http404 from error
    return _page(request, award, producer, is_by_link=True)


def _page(request: HttpRequest, award: Award, producer: Producer, *, is_by_link: bool) -> HttpResponse:
    form = PapersForm(request.POST, request.FILES) if request.method == "POST" else PapersForm()
    if request.method == "POST" and form.is_valid() and _file(request, form, award, producer, is_by_link=is_by_link):
        return redirect(request.path)
    context = {
        "page": makers_award(award, today=clock.today()),
        "name": producer_name(producer, current_language())[0],
        "words": renewal_words(current_language()),
        "form": form,
        "is_by_link": is_by_link,
    }
    return render(request, "pages/renewals/award.html", context, status=400 if form.errors else 200)


def _file(request: HttpRequest, form: PapersForm, award: Award, producer: Producer, *, is_by_link: bool) -> bool:
    actor = None if is_by_link else request.user
    try:
        file_papers(award=award, producer=producer, papers=form.cleaned_data["papers"], actor=actor)  # type: ignore[arg-type]  # a member is signed in
    except (UnableToOpenCase, UnableToAddPapers) as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Your papers have arrived. The department will look at them."))
    return True


@never_cache
@login_required
@require_safe
def paper(request: HttpRequest, paper_id: int) -> HttpResponseBase:
    """Send a paper to a member of its producer, or to an officer whose duty reaches the producer."""
    try:
        found = get_paper_for(request.user, paper_id)
    except RenewalPaper.DoesNotExist as error:
        raise Http404 from error
    ending = "pdf" if found.media_type == "application/pdf" else "jpg"
    return private_response(found.file, name=f"{found.case.award_id}-{found.pk}.{ending}")
