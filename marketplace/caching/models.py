"""The generation of kept pages: a higher number makes every page that was kept before it unreachable."""

from __future__ import annotations

from django.db import models


class PageGeneration(models.Model):
    """One row for each change that pages show. In the database, because the memory of one process tells the others nothing."""

    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk}"
