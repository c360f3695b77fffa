"""Find what an address names, also by an old address or the other language's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from catalog.lib.languages import Language
from catalog.texts.models import OldSlug, Text


@dataclass(frozen=True, slots=True)
class Found:
    """What the slug names; `slug` is the one it should be reached by in the reader's language, `texts` are all of its texts."""

    subject_id: int
    slug: str
    texts: list[Any]


def find_by_slug(*, texts: QuerySet[Any], old_slugs: type[OldSlug] | None, subject: str, slug: str, language: str) -> Found | None:
    """Find the subject of `slug`: by this language's texts, then the other's, then by former addresses. One query for a present address,
    which reads along whatever `texts` selects.

    The caller redirects for good when `Found.slug` differs from the one asked for.
    """
    column = f"{subject}_id"
    found = _find(texts, column, {f"{subject}__texts__slug": slug}, slug, language)
    if found is None and old_slugs is not None:
        subject_id = old_slugs._default_manager.filter(slug=slug).values_list(column, flat=True).first()
        return _find(texts, column, {column: subject_id}, None, language) if subject_id else None
    return found


def keep_texts(subject: Any, texts: Sequence[Text]) -> None:
    """Let `subject.texts.all()` give these texts without a query."""
    keep_related(subject, "texts", texts)


def keep_related(subject: Any, name: str, rows: Sequence[Any]) -> None:
    """Let `subject.<name>.all()` give these rows without a query, in the way in which Django keeps what it prefetched."""
    query = getattr(subject, name).get_queryset()
    query._result_cache, query._prefetch_done = list(rows), True
    subject.__dict__.setdefault("_prefetched_objects_cache", {})[name] = query


def _find(texts: QuerySet[Any], column: str, condition: dict[str, object], slug: str | None, language: str) -> Found | None:
    """Choose among all texts of the subjects that fit: the subject that has `slug` in this language, else any that has it."""
    rows: list[Text] = list(texts.filter(**condition))
    named = {text.language: getattr(text, column) for text in rows if slug in (None, text.slug)}
    subject_id = named.get(language) or next(iter(named.values()), None)
    if subject_id is None:
        return None
    own = [text for text in rows if getattr(text, column) == subject_id]
    slugs = {text.language: text.slug for text in own}
    return Found(subject_id, slugs.get(language) or slugs[Language.VIETNAMESE], own)
