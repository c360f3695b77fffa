"""From a drawing to files."""

from __future__ import annotations

import io

import resvg_py
from PIL import Image

from cms.media.encoding import File, encode, encode_sizes


def print_drawing(svg: str, width: int, wanted: list[tuple[int, str]]) -> list[File]:
    """Give the drawing `width` pixels wide as JPEG, then each (width, form) wanted; it is rendered once."""
    png = resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)
    whole = Image.open(io.BytesIO(bytes(png))).convert("RGB")
    return [encode(whole, "jpeg"), *encode_sizes(whole, wanted)]
