"""Find what an address names, also by an old address or the other language's."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.lib.languages import Language
from catalog.texts.models import OldSlug, Text


@dataclass(frozen=True, slots=True)
class Found:
    """What the slug names; `slug` is the one it should be reached by in the reader's language."""

    subject_id: int
    slug: str


def find_by_slug(*, texts: type[Text], old_slugs: type[OldSlug] | None, subject: str, slug: str, language: str) -> Found | None:
    """Find the subject of `slug`: by this language's texts, then the other's, then by former addresses. One query for a present address.

    The caller redirects for good when `Found.slug` differs from the one asked for.
    """
    column = f"{subject}_id"
    found = _find(texts, column, {f"{subject}__texts__slug": slug}, slug, language)
    if found is None and old_slugs is not None:
        subject_id = old_slugs._default_manager.filter(slug=slug).values_list(column, flat=True).first()
        return _find(texts, column, {column: subject_id}, None, language) if subject_id else None
    return found


def _find(texts: type[Text], column: str, condition: dict[str, object], slug: str | None, language: str) -> Found | None:
    """Choose among all texts of the subjects that fit: the subject that has `slug` in this language, else any that has it."""
    rows = [
        (str(code), int(pk), str(own))
        for code, pk, own in texts._default_manager.filter(**condition).values_list("language", column, "slug")
    ]
    named = {code: pk for code, pk, own in rows if slug in (None, own)}
    subject_id = named.get(language) or next(iter(named.values()), None)
    if subject_id is None:
        return None
    slugs = {code: own for code, pk, own in rows if pk == subject_id}
    return Found(subject_id, slugs.get(language) or slugs[Language.VIETNAMESE])
