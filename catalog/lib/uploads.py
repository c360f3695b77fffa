"""Check what people send before anything keeps it: photos are written anew, papers are recognized by their first bytes."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000  # a small file may unpack to gigabytes
MAX_SIDE = 1600
PHOTO_FORMS = ("JPEG", "PNG", "WEBP")


class UnfitUpload(Exception):
    """The file cannot be taken; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What may be kept: the bytes, their media type, and an ending for a file name of our own."""

    data: bytes
    media_type: str
    ending: str

    def as_file(self, stem: str) -> ContentFile[bytes]:
        """Give it as a file; `stem` is ours, never the sender's name."""
        return ContentFile(self.data, name=f"{stem}.{self.ending}")


def check_photo(upload: UploadedFile[bytes]) -> Checked:
    """Give a photo upright, at most 1600 px, as a JPEG without its metadata: a phone writes where it was taken.

    Raises:
        UnfitUpload: too large, too many pixels, or no photo in one of three forms (SVG is none: it can hold a program).
    """
    data = _read(upload)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=PHOTO_FORMS) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise UnfitUpload(_("The picture has too many pixels: send a smaller one."))
                picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise UnfitUpload(_("This is no picture that we can read: send a JPEG, PNG or WebP.")) from error
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=82, progressive=True)
    return Checked(target.getvalue(), "image/jpeg", "jpg")


def check_paper(upload: UploadedFile[bytes]) -> Checked:
    """Give a scanned paper: a PDF as it is, or a photo (see `check_photo`).

    Raises:
        UnfitUpload: too large, or neither.
    """
    data = _read(upload)
    if data.startswith(b"%PDF-"):
        return Checked(data, "application/pdf", "pdf")
    return check_photo(upload)


def _read(upload: UploadedFile[bytes]) -> bytes:
    if (upload.size or 0) > MAX_BYTES:
        raise UnfitUpload(_("The file is larger than 8 MB: send a smaller one."))
    upload.seek(0)
    return bytes(upload.read(MAX_BYTES + 1))
