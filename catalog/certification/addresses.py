"""What the pages without a language in their address have in common: the code, the language asked for, the same page in the other."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from catalog.certification.codes import clean_code
from catalog.certification.models import Award
from catalog.certification.pages import VerificationPage, verification_page
from catalog.lib import clock
from catalog.lib.languages import Language, current_language


def language_of(request: HttpRequest) -> str:
    """Give the language asked for with `lang`, else the visitor's."""
    chosen = request.GET.get("lang", "")
    return chosen if chosen in Language.values else current_language()


def page_for_code(text: str) -> VerificationPage:
    """Give what there is to say today of the award whose code was typed.

    Raises:
        Http404: no award ever bore it.
    """
    code = clean_code(text)
    if code is None:
        raise Http404
    try:
        return verification_page(code, today=clock.today())
    except Award.DoesNotExist as error:
        raise Http404 from error


def alternates_of(path: str) -> dict[str, str]:
    """Give the same page in each language."""
    return {code: f"{path}?lang={code}" for code in Language.values}
