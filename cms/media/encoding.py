"""From pixels to files: a picture made smaller and written in each form. Knows no database."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps

# Fast encoders: a shop's first start waits for hundreds of pictures.
_ENCODERS: dict[str, dict[str, Any]] = {
    "avif": {"quality": 62, "speed": 10, "max_threads": 1},
    "webp": {"quality": 80, "method": 2},
    "jpeg": {"quality": 80, "progressive": True},
}


@dataclass(frozen=True, slots=True)
class File:
    """An encoded picture; sizes in pixels."""

    data: bytes
    width: int
    height: int


def read_pixels(data: bytes) -> Image.Image:
    """Give a stored picture upright, without its metadata, on white where it is transparent."""
    with Image.open(io.BytesIO(data)) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    ground = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(ground, upright).convert("RGB")


def encode_sizes(whole: Image.Image, wanted: Sequence[tuple[int, str]]) -> list[File]:
    """Give the picture in each (width, form) wanted, never larger than it is; forms are avif, webp and jpeg."""
    scaled = {width: _scaled(whole, width) for width, _ in wanted}
    return [encode(scaled[width], form) for width, form in wanted]


def _scaled(whole: Image.Image, width: int) -> Image.Image:
    if width >= whole.width:
        return whole
    if whole.width == 2 * width:
        return whole.reduce(2)
    return whole.resize((width, max(1, round(whole.height * width / whole.width))), Image.Resampling.LANCZOS)


def encode(image: Image.Image, form: str) -> File:
    """Write a picture in one form."""
    target = io.BytesIO()
    image.save(target, form.upper(), **_ENCODERS[form])
    return File(target.getvalue(), image.width, image.height)
