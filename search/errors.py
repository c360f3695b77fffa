"""What search cannot do."""

from __future__ import annotations


class NotIndexed(Exception):
    """A change has not reached every engine; the job is to be done again."""


class IndexUnusable(Exception):
    """An engine has no index that it can read; the text says in a word or two why: `not built`, `old`, `broken`."""
