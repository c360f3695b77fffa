"""Keep what came exactly as it came, once for each content."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import transaction

from catalog.lib import clock
from catalog.registry.models import SourceFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Bytes as received, with the name and kind they go by."""

    content: bytes
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Page:
    """One answer over HTTP: where it was asked, its headers (lower case), its body."""

    url: str
    headers: Mapping[str, str]
    body: bytes


def received_annex(content: bytes, name: str) -> Received:
    """Give an annex as received; its kind is told by its content, whatever its name says."""
    return Received(content=content, name=name, media_type=XLSX if content.startswith(b"PK") else "text/csv")


def received_pages(pages: Sequence[Page], name: str) -> Received:
    """Put pages into one zip: each body as it came, and beside it address and headers. The same pages give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, page in enumerate(pages, start=1):
            told = json.dumps({"url": page.url, "headers": dict(page.headers)}, indent=1, sort_keys=True, ensure_ascii=False)
            for ending, content in (("json", page.body), ("headers.json", told.encode())):
                info = zipfile.ZipInfo(f"page-{number:04}.{ending}")
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
    return Received(content=stream.getvalue(), name=name, media_type="application/zip")


def keep_file(*, received: Received, actor: AbstractBaseUser | None) -> SourceFile:
    """Keep a file under its hash; what is kept already stays as it is."""
    sha256 = hashlib.sha256(received.content).hexdigest()
    found = SourceFile.objects.filter(sha256=sha256).first()
    if found:
        return found
    kept = SourceFile(
        sha256=sha256,
        name=received.name[:300],
        media_type=received.media_type,
        size=len(received.content),
        received_at=clock.now(),
        received_by_id=actor.pk if actor else None,
    )
    # Written before the row, so that no row is without its file; a file left by a crash is found again by its name.
    storage, path = SourceFile._meta.get_field("file").storage, f"registry/{sha256[:2]}/{sha256}"
    if storage.exists(path):
        storage.delete(path)
    kept.file.name = storage.save(path, ContentFile(received.content))
    with transaction.atomic():
        kept.save()
    return kept
