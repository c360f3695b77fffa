"""A breaker before an outside service: what does not answer is not waited for again and again."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)


class Breaker:
    """Open after `after` failures in a row, for a while; then one call tries again, the others go on without."""

    def __init__(self, name: str, pause_seconds: float, *, after: int = 1, now: Callable[[], float] = time.monotonic) -> None:
        self.name, self.pause_seconds, self.after, self._now = name, pause_seconds, after, now
        self._lock = threading.Lock()
        self._failures = 0
        self._try_again_at = 0.0
        self.failure = ""

    def may_try(self) -> bool:
        """Whether the service should be asked; while it ails, one caller a pause is told yes."""
        with self._lock:
            if self._failures < self.after:
                return True
            if self._now() < self._try_again_at:
                return False
            self._try_again_at = self._now() + self.pause_seconds
            return True

    def failed(self, error: Exception) -> None:
        """Note a failure; the first one tells the operator."""
        with self._lock:
            if not self._failures:
                logger.error("%s does not answer: %s", self.name, error)
            self._failures += 1
            self.failure = type(error).__name__
            self._try_again_at = self._now() + self.pause_seconds

    def succeeded(self) -> None:
        """Note that it answers again."""
        with self._lock:
            if self._failures:
                logger.warning("%s answers again", self.name)
            self._failures, self.failure = 0, ""
