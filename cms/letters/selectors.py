"""Read the department's words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site

from catalog.lib.languages import Language
from cms.letters.models import RenewalLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWords:
    """What the department says: an opening, the papers to file, whom to ask. Empty texts are left out."""

    opening: str
    papers: list[str]
    contact: str


def _usual_papers(language: str) -> list[str]:
    """Give what a file for a new evaluation usually holds (Decision 148/QĐ-TTg of 2023, annex II), where nobody wrote better."""
    with override(language):
        return [
            _("the form that asks for a new evaluation"),
            _("the business registration, or the household's own"),
            _("test results and the product's self-declaration, still in force"),
            _("photos of the product, its pack and its label"),
            _("what has changed since the last evaluation: material, output, sales, hands"),
        ]


def renewal_words(language: str) -> LetterWords:
    """Give the department's words in a language; what it left empty in English is taken from the shop, not from Vietnamese."""
    site = Site.objects.filter(is_default_site=True).first()
    letter = RenewalLetter.for_site(site) if site else RenewalLetter()
    code = "en" if language == Language.ENGLISH else "vi"
    papers = [line.strip(" -•\t") for line in getattr(letter, f"papers_{code}").splitlines() if line.strip(" -•\t")]
    return LetterWords(
        opening=getattr(letter, f"opening_{code}").strip(),
        papers=papers or _usual_papers(code),
        contact=getattr(letter, f"contact_{code}").strip(),
    )
