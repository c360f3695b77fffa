"""What is searched: a name that counts twice, and a text."""

from typing import ClassVar

from django.db import models
from wagtail.search import index


class Ware(index.Indexed, models.Model):  # type: ignore[misc]  # Wagtail ships no types
    """One product."""

    title = models.CharField(max_length=255)
    summary = models.TextField()

    search_fields: ClassVar = [index.SearchField("title", boost=2), index.SearchField("summary")]

    def __str__(self) -> str:
        """Give the name."""
        return self.title
