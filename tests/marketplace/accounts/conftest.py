"""Each test begins with fresh limits: allauth counts tries in the cache."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """Forget how often the tests before have tried."""
    cache.clear()
