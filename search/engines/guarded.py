"""One engine in front, another behind it: what the first cannot answer in time the second answers, and nobody waits twice."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from search.documents import SearchDocument
from search.errors import NotIndexed
from search.queries import OtherHit, SearchAnswer, SearchQuery
from search.vocabulary import Vocabulary

if TYPE_CHECKING:
    from search.engines import SearchEngine

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 15.0

Answer = TypeVar("Answer")


class Breaker:
    """Open after a failure for a while; then one call tries again, the others go on without."""

    def __init__(self, pause_seconds: float = PAUSE_SECONDS, now: Callable[[], float] = time.monotonic) -> None:
        self.pause_seconds, self._now = pause_seconds, now
        self._lock = threading.Lock()
        self._try_again_at = 0.0
        self.failure = ""

    def may_try(self) -> bool:
        """Whether the engine in front should be asked; while it ails, one caller a pause is told yes."""
        with self._lock:
            if not self.failure:
                return True
            if self._now() < self._try_again_at:
                return False
            self._try_again_at = self._now() + self.pause_seconds
            return True

    def failed(self, error: Exception) -> None:
        """Note a failure; the first one tells the operator."""
        with self._lock:
            if not self.failure:
                logger.error("Elasticsearch does not answer, the embedded engine does: %s", error)
            self.failure = type(error).__name__
            self._try_again_at = self._now() + self.pause_seconds

    def succeeded(self) -> None:
        """Note that it answers again."""
        with self._lock:
            if self.failure:
                logger.warning("Elasticsearch answers again")
            self.failure = ""


class GuardedEngine:
    """Elasticsearch in front of the embedded engine, which is kept in step."""

    def __init__(self, front: SearchEngine, behind: SearchEngine, breaker: Breaker | None = None) -> None:
        self.front, self.behind, self.breaker = front, behind, breaker or Breaker()

    def _ask(self, ask: Callable[[SearchEngine], Answer]) -> Answer:
        if self.breaker.may_try():
            try:
                answer = ask(self.front)
            except Exception as error:  # whatever the client raises: refused, slow, red, missing, an old mapping
                self.breaker.failed(error)
            else:
                self.breaker.succeeded()
                return answer
        return ask(self.behind)

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Answer from the engine in front, else from the one behind."""
        return self._ask(lambda engine: engine.search(query))

    def count(self, query: SearchQuery, *, products_only: bool = True) -> int:
        """Count in the engine in front, else in the one behind."""
        return self._ask(lambda engine: engine.count(query, products_only=products_only))

    def suggest(self, text: str, language: str, limit: int) -> list[OtherHit]:
        """Suggest from the engine in front, else from the one behind."""
        return self._ask(lambda engine: engine.suggest(text, language, limit))

    def vocabulary(self, language: str) -> Vocabulary:
        """Give the words of the engine in front, else of the one behind."""
        return self._ask(lambda engine: engine.vocabulary(language))

    def keys(self, language: str) -> set[str]:
        """Give the keys in the engine in front: verifying must not be answered by the other."""
        return self.front.keys(language)

    def replace(self, keys: Iterable[str], documents: Iterable[SearchDocument]) -> None:
        """Write to both.

        Raises:
            NotIndexed: the one behind has it, the one in front does not; try again later.
        """
        gone, kept = list(keys), list(documents)
        self.behind.replace(gone, kept)
        try:
            self.front.replace(gone, kept)
        except Exception as error:
            self.breaker.failed(error)
            raise NotIndexed(str(error)) from error

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build both anew."""
        kept = list(documents)
        self.behind.rebuild(kept)
        return self.front.rebuild(kept)

    def state(self) -> str:
        """Say how the engine in front is, for the operator."""
        if self.breaker.failure:
            return f"embedded: {self.breaker.failure}"
        return "ok"
