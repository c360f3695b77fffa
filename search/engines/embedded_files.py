"""The folder of the embedded engine: generations beside each other, which one is in use, who may write, what changed meanwhile."""

from __future__ import annotations

import fcntl
import json
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from search.engines.version import index_version
from search.errors import IndexUnusable


@dataclass(frozen=True, slots=True)
class Note:
    """What `current.json` says: the generation in use, the version it was written for, and when (seconds since 1970)."""

    generation: str
    version: str
    built_at: float


class IndexFolder:
    """Holds `current.json`, one folder a generation, language and part, and what changed while a generation is being built."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._note: tuple[tuple[int, int], Note] | None = None

    def note(self) -> Note:
        """Give what is in use.

        Raises:
            IndexUnusable: there is none, an older version wrote it, or it cannot be read.
        """
        path = self.folder / "current.json"
        try:
            stat = path.stat()
            seen = (stat.st_ino, stat.st_mtime_ns)
            if self._note is None or self._note[0] != seen:
                self._note = (seen, Note(**json.loads(path.read_text())))
        except FileNotFoundError as error:
            raise IndexUnusable("not built") from error
        except (OSError, ValueError, TypeError) as error:
            raise IndexUnusable("broken") from error
        if self._note[1].version != index_version():
            raise IndexUnusable("old")
        return self._note[1]

    def path(self, generation: str, language: str, part: str) -> Path:
        """Give the folder of a part of a language's index."""
        return self.folder / generation / f"{language}-{part}"

    def words_path(self, generation: str, language: str) -> Path:
        """Give the file of a language's words."""
        return self.folder / generation / f"words-{language}.json"

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / name).open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def writing(self) -> AbstractContextManager[None]:
        """Let one process write at a time; Tantivy itself would fail instead of waiting."""
        return self._locked("write.lock")

    @contextmanager
    def building(self) -> Iterator[str]:
        """Give the name of a new generation; one is built at a time, and writers go on meanwhile, into the one in use.

        What they change is remembered until the end; a generation that is not finished goes.
        """
        with self._locked("build.lock"):
            generation = f"g{time.time_ns()}"
            with self.writing():
                self._changes(generation).touch()
            try:
                yield generation
            except BaseException:
                shutil.rmtree(self.folder / generation, ignore_errors=True)
                raise
            finally:
                self._changes(generation).unlink(missing_ok=True)

    def _changes(self, generation: str) -> Path:
        return self.folder / f"changes-{generation}"

    def remember(self, keys: Collection[str]) -> None:
        """Note for a generation that is being built that these keys changed; only while writing."""
        for path in self.folder.glob("changes-*"):
            with path.open("a") as handle:
                handle.writelines(f"{key}\n" for key in keys)

    def changed(self, generation: str) -> set[str]:
        """Give the keys that changed since the generation was begun; only while writing."""
        return set(self._changes(generation).read_text().split())

    def switch_to(self, generation: str) -> None:
        """Use a generation from now on and drop all others; only while writing."""
        new = self.folder / "current.json.new"
        new.write_text(json.dumps(asdict(Note(generation, index_version(), time.time()))))
        new.replace(self.folder / "current.json")
        for old in self.folder.glob("g*"):
            if old.name != generation:
                shutil.rmtree(old, ignore_errors=True)
