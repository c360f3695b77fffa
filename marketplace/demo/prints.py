"""Drawings printed ahead, while the database is still being migrated: printing needs a core and no database."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from django.conf import settings

from cms.media.encoding import File
from cms.media.sizes import specs_of, width_and_form
from marketplace.demo.drawings.printing import print_drawing


def folder() -> Path:
    """Give the folder that holds them until the pictures are loaded."""
    return Path(settings.DATA_DIR) / "prints"


def print_one(svg: str, width: int) -> list[File]:
    """Print a drawing in every size that it is kept in, the original first."""
    return print_drawing(svg, width, [width_and_form(name) for name in specs_of(width)])


def keep_print(key: str, svg: str, width: int) -> None:
    """Print a drawing and keep it under `key`, unless it is there; a half-written file is never seen."""
    target = folder() / f"{key}.zip"
    if target.exists():
        return
    folder().mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".half")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_STORED) as archive:
        for number, file in enumerate(print_one(svg, width)):
            archive.writestr(f"{number:02d}-{file.width}-{file.height}", file.data)
    half.rename(target)


def kept_print(key: str) -> list[File] | None:
    """Give a drawing that was printed ahead, or none."""
    target = folder() / f"{key}.zip"
    if not target.exists():
        return None
    with zipfile.ZipFile(target) as archive:
        return [_file(archive, name) for name in sorted(archive.namelist())]


def _file(archive: zipfile.ZipFile, name: str) -> File:
    _number, width, height = name.split("-")
    return File(archive.read(name), int(width), int(height))


def drop_prints() -> None:
    """Remove what was printed ahead, once it is loaded."""
    shutil.rmtree(folder(), ignore_errors=True)
