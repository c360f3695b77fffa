"""What search cannot do."""

from __future__ import annotations


class NotIndexed(Exception):
    """A change has not reached every engine; the job is to be done again."""
