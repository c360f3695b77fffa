"""A folder into which annexes are put: what lies there whole is staged once, then set aside as done or refused."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

from django.conf import settings

from catalog.registry.errors import UnreadableSource
from catalog.registry.reading.tables import MAX_BYTES
from catalog.registry.services import stage_annex

logger = logging.getLogger(__name__)
DONE, REFUSED = "done", "refused"
# A file that was written to more recently than this may still be arriving.
QUIET_SECONDS = 10.0
MOST_AT_ONCE = 20


def watch_folder() -> int:
    """Stage the files of the folder that `REGISTRY_FOLDER` names, and move each into `done` or `refused`; gives how many.

    A file that is not readable as an annex gets a line beside it that says why. The same content again is the same run, so
    that a crash between staging and moving does no harm. Nothing is applied: that is an officer's word.
    """
    folder = settings.REGISTRY_FOLDER
    if folder is None or not Path(folder).is_dir():
        return 0
    waiting = sorted((path for path in Path(folder).iterdir() if _is_ready(path)), key=lambda path: path.name)
    return sum(_take(path) for path in waiting[:MOST_AT_ONCE])


def _is_ready(path: Path) -> bool:
    """Whether a file has arrived whole: nobody has written to it for a while, and its name is not that of a part."""
    if path.name.startswith((".", "~")) or path.suffix in (".part", ".tmp", ".crdownload") or path.is_symlink() or not path.is_file():
        return False
    return time.time() - path.stat().st_mtime >= QUIET_SECONDS


def _take(path: Path) -> int:
    size = path.stat().st_size
    with path.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    if path.stat().st_size != size:
        return 0
    try:
        run = stage_annex(content=content, source=path.name, actor=None)
    except UnreadableSource as error:
        target = _set_aside(path, REFUSED)
        target.with_name(f"{target.name}.txt").write_text(f"{error}\n", encoding="utf-8")
        logger.warning("Registry folder: a file was refused: %s", error)
        return 1
    _set_aside(path, DONE)
    logger.info("Registry folder: a file was staged as run %s", run.pk)
    return 1


def _set_aside(path: Path, name: str) -> Path:
    """Move a file beside the others of its fate; one of the same name is never overwritten."""
    folder = path.parent / name
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    os.replace(path, target)
    return target
