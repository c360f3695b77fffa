"""Write a text, keep its old address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from catalog.lib.vietnamese import nfc, slugify_vietnamese
from catalog.texts.models import OldSlug, Text


@dataclass(frozen=True, slots=True)
class Shelf:
    """The two tables of one kind of subject: present texts and former addresses; `subject` names their column, `unnamed` a last resort."""

    texts: type[Text]
    old_slugs: type[OldSlug]
    subject: str
    unnamed: str

    def free_slug(self, title: str, language: str, of: models.Model) -> str:
        """Make a slug that no other subject bears now or bore before, by adding a number where needed."""
        base = slugify_vietnamese(title)[:150] or self.unnamed
        taken: set[str] = set()
        for table in (self.texts, self.old_slugs):
            others = table._default_manager.filter(language=language, slug__startswith=base).exclude(**{self.subject: of})
            taken |= set(others.values_list("slug", flat=True))
        number, slug = 1, base
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        return slug

    def write(self, of: models.Model, *, language: str, title: str, fields: dict[str, Any]) -> Text:
        """Write the text of one subject in one language; a new title gets a new address and the old one redirects for good."""
        key = {self.subject: of, "language": language}
        text = self.texts._default_manager.filter(**key).first() or self.texts(**key)
        if not text.pk or slugify_vietnamese(text.title) != slugify_vietnamese(title):
            slug = self.free_slug(title, language, of)
            if text.pk and text.slug != slug:
                self.old_slugs._default_manager.get_or_create(language=language, slug=text.slug, defaults={self.subject: of})
            text.slug = slug
        text.title = nfc(title)
        for name, value in fields.items():
            setattr(text, name, nfc(value) if isinstance(value, str) else value)
        text.save()
        self.old_slugs._default_manager.filter(slug=text.slug, **key).delete()
        return text
