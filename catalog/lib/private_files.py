"""Files that no address of the shop's media gives away: papers, photos of complaints, registry files as received."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.files.storage.base import Storage
from django.db.models.fields.files import FieldFile
from django.http import FileResponse


class PrivateStorage(FileSystemStorage):
    """Keeps files under `settings.PRIVATE_ROOT`; they have no address, a view that has checked who asks sends them."""

    @property
    def base_location(self) -> str:
        """The folder as it is set now, so that tests may move it."""
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        """The same, absolute."""
        return str(Path(self.base_location).resolve())

    def url(self, name: str | None) -> str:
        """Refuse: such a file has no address."""
        raise ValueError("A private file has no address")


def private_storage() -> Storage:
    """Give the storage, for `FileField(storage=private_storage)`."""
    return PrivateStorage()


def private_response(file: FieldFile, *, name: str) -> FileResponse:
    """Send a private file to somebody whose right the caller has checked: saved, never shown as a page, never kept on the way."""
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response
