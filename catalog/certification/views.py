"""The verification page: short, opaque addresses that a label can carry, the same in every language."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalog.certification.addresses import alternates_of, language_of, page_for_code
from catalog.certification.codes import clean_code
from catalog.certification.selectors import verification_url
from catalog.lib.caching import with_etag

QR_SECONDS = 24 * 60 * 60  # an address, and no star


def _not_found(request: HttpRequest, typed: str) -> HttpResponse:
    return render(request, "pages/certification/unknown.html", {"typed": typed[:40], "alternates": alternates_of(request.path)}, status=404)


@require_safe
@cache_control(private=True, no_cache=True)
def award_verify(request: HttpRequest, code: str) -> HttpResponse:
    """Show one record, whatever became of it; an unknown code gets a form to type it again."""
    with override(language_of(request)):
        try:
            page = page_for_code(code)
        except Http404:
            return _not_found(request, code)
        if code != page.award.code:
            return redirect(verification_url(page.award.code), permanent=True)
        response = render(request, "pages/certification/verify.html", {"page": page, "alternates": alternates_of(request.path)})
    response["Vary"] = "Accept-Language, Cookie"
    return with_etag(request, response)


@require_safe
def award_find(request: HttpRequest) -> HttpResponse:
    """Take a typed code to its page."""
    typed = request.GET.get("code", "")
    code = clean_code(typed)
    with override(language_of(request)):
        if code:
            return redirect(verification_url(code))
        if typed:
            return _not_found(request, typed)
        return render(request, "pages/certification/unknown.html", {"typed": "", "alternates": alternates_of(request.path)})


@require_safe
@cache_control(public=True, no_cache=True)
def award_json(request: HttpRequest, code: str) -> HttpResponse:
    """Give the record as JSON; whoever keeps it asks each time whether it still stands, for a star may be revoked at any hour."""
    return with_etag(request, JsonResponse(page_for_code(code).to_json(), json_dumps_params={"ensure_ascii": False}))


@require_safe
@cache_control(public=True, max_age=QR_SECONDS)
def award_qr(request: HttpRequest, code: str) -> HttpResponse:
    """Give the page's full address as a QR picture for labels."""
    address = settings.BASE_URL + verification_url(page_for_code(code).award.code)
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", scale=6, border=4, xmldecl=False, dark="#2b1d16")
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")
