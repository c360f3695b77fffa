"""One file that holds the shop: a manifest, the database, pictures and private files. Search indexes are built anew, not kept."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from marketplace.upkeep import postgres_dumps, sqlite_dumps
from marketplace.upkeep.errors import UnableToBackUp, UnableToRestore

FORMAT = 2
READABLE = (1, FORMAT)  # the first one had no private files
MANIFEST = "manifest.json"
FOLDERS = {"media": "MEDIA_ROOT", "private": "PRIVATE_ROOT"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds: engine (`sqlite` or `postgresql`), rows of each table, number of files, time of making."""

    format: int
    engine: str
    made_at: str
    rows: dict[str, int]
    media: int
    private: int = 0


def _dumps(engine: str) -> ModuleType:
    return sqlite_dumps if engine == "sqlite" else postgres_dumps


def _root(folder: str) -> Path:
    return Path(getattr(settings, FOLDERS[folder]))


def _files(folder: str) -> Iterator[Path]:
    return (path for path in sorted(_root(folder).rglob("*")) if path.is_file())


def _count(folder: str) -> int:
    return sum(1 for _ in _files(folder))


def _fill(archive: tarfile.TarFile, folder: Path) -> Manifest:
    dumps = _dumps(connection.vendor)
    rows = dumps.dump(connection, folder / dumps.NAME)
    archive.add(folder / dumps.NAME, dumps.NAME)
    counts = {name: _add_files(archive, name) for name in FOLDERS}
    manifest = Manifest(format=FORMAT, engine=connection.vendor, made_at=timezone.now().isoformat(), rows=rows, **counts)
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1))
    archive.add(folder / MANIFEST, MANIFEST)
    return manifest


def _add_files(archive: tarfile.TarFile, name: str) -> int:
    count = 0
    for count, path in enumerate(_files(name), start=1):  # noqa: B007  # counts
        archive.add(path, f"{name}/{path.relative_to(_root(name)).as_posix()}")
    return count


def write_backup(file: Path) -> Manifest:
    """Write database, media and private files into `file`, a tar archive, while the shop runs; `.gz` or `.tgz` at the end compresses.

    Nobody but the owner can read it: it holds personal data. It appears under its name only when it is whole.

    Raises:
        UnableToBackUp: the file exists, or the folder or the database cannot be used.
    """
    if file.exists():
        raise UnableToBackUp(f"{file} exists: choose another name")
    part = file.with_name(f".{file.name}.part")
    mode = "w|gz" if file.suffix in (".gz", ".tgz") else "w|"
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
                with tarfile.open(fileobj=handle, mode=mode) as archive:  # type: ignore[call-overload]  # the mode is one of two
                    manifest = _fill(archive, Path(folder))
                handle.flush()
                os.fsync(handle.fileno())
            part.rename(file)
    except OSError as error:
        raise UnableToBackUp(f"Cannot write {file}: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _unpack(file: Path, folder: Path) -> None:
    """Write the members into `folder`; a name that is not a backup's, or leads out of it, is refused."""
    with tarfile.open(file, "r:*") as archive:
        for member in archive:
            path = PurePosixPath(member.name)
            is_known = member.name in (MANIFEST, sqlite_dumps.NAME, postgres_dumps.NAME) or path.parts[0] in FOLDERS
            source = archive.extractfile(member) if member.isreg() else None
            if source is None or not is_known or ".." in path.parts or path.is_absolute():
                raise UnableToRestore(f"{file} is no backup of this shop: it holds {member.name!r}")
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as handle:
                shutil.copyfileobj(source, handle)


def _read_manifest(folder: Path) -> Manifest:
    values: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    if values.get("format") not in READABLE:
        raise UnableToRestore(f"The backup has format {values.get('format')}; this version reads formats up to {FORMAT}")
    return Manifest(**values)


def _refuse_unfit(manifest: Manifest, *, force: bool) -> None:
    if manifest.engine != connection.vendor:
        raise UnableToRestore(f"The backup is of {manifest.engine}, the shop is set to {connection.vendor}: set the other database")
    if force:
        return
    if not _dumps(manifest.engine).is_empty(connection):
        raise UnableToRestore("The database is not empty: name an empty one, or write --force to replace what is in it")
    for name in FOLDERS:
        if any(_files(name)):
            raise UnableToRestore(f"{_root(name)} is not empty: name an empty folder, or write --force to replace what is in it")


def _replace_files(folder: Path, name: str) -> int:
    """Put the unpacked files in place of the present ones, by renaming, and count them."""
    target, new, old = _root(name), folder / name, folder / f"{name}-before"
    new.mkdir(exist_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        shutil.move(target, old)
    shutil.move(new, target)
    return _count(name)


def restore_backup(file: Path, *, force: bool = False) -> Manifest:
    """Bring database and files back from `file` and compare them with its manifest.

    Raises:
        UnableToRestore: the file is no sound backup, what is there is not empty and `force` is not given, or counts differ.
    """
    parent = Path(settings.MEDIA_ROOT).parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=parent, prefix=".restore-") as name:
            folder = Path(name)
            _unpack(file, folder)
            manifest = _read_manifest(folder)
            _refuse_unfit(manifest, force=force)
            dumps = _dumps(manifest.engine)
            rows = dumps.load(connection, folder / dumps.NAME)
            counts = {name: _replace_files(folder, name) for name in FOLDERS}
    except (OSError, tarfile.TarError, ValueError, TypeError, EOFError) as error:
        raise UnableToRestore(f"Cannot restore {file}: {error}") from error
    if rows != manifest.rows or counts != {name: getattr(manifest, name) for name in FOLDERS}:
        raise UnableToRestore(f"What was restored from {file} differs from what was backed up: do not use it")
    return manifest
