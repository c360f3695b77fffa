"""A breaker before an outside service: what does not answer is not waited for again and again."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)
# A failure is told for so long where there is no pause at all.
TOLD_SECONDS = 15.0


class Breaker:
    """Open after `after` failures in a row, for a while; then one call tries again, the others go on without.

    `name` stands in the log; `instead` says who answers meanwhile, where somebody does. `failure` is the last failure in a row, in a
    word or two.
    """

    def __init__(
        self, name: str, pause_seconds: float, *, after: int = 1, instead: str = "", now: Callable[[], float] = time.monotonic
    ) -> None:
        self.name, self.pause_seconds, self.after, self.instead, self._now = name, pause_seconds, after, instead, now
        self._lock = threading.Lock()
        self._failures = 0
        self._try_again_at = self._failed_at = 0.0
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

    def failed(self, error: Exception, reason: str = "") -> None:
        """Note a failure, by its class where no reason is given; the first one tells the operator."""
        with self._lock:
            if not self._failures:
                logger.error("%s does not answer%s: %s", self.name, f", {self.instead} does instead" if self.instead else "", error)
            self._failures += 1
            self.failure = reason or type(error).__name__
            self._failed_at = self._now()
            self._try_again_at = self._failed_at + self.pause_seconds

    def recent_failure(self) -> str:
        """Give why it failed within the last pause, else nothing: what nobody asks any more is not ailing for ever."""
        with self._lock:
            return self.failure if self._now() < self._failed_at + (self.pause_seconds or TOLD_SECONDS) else ""

    def succeeded(self) -> None:
        """Note that it answers again."""
        with self._lock:
            if self._failures:
                logger.warning("%s answers again", self.name)
            self._failures, self.failure = 0, ""
