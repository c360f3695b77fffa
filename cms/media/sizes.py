"""Which sizes and forms every picture is kept in, and how they become what a template needs."""

from __future__ import annotations

from typing import Any

from catalog.products.cards import Picture

WIDTHS = (400, 800, 1200)
FORMS = ("avif", "webp")


def widths_of(width: int) -> list[int]:
    """Give the widths that a picture of `width` pixels is kept in: none is larger than the picture, the smallest always is."""
    return [WIDTHS[0], *(one for one in WIDTHS[1:] if one <= width)]


def fallback_spec(width: int) -> str:
    """Give the size for browsers that know neither AVIF nor WebP."""
    return spec(min(widths_of(width)[-1], 800), "jpeg")


def spec(width: int, form: str) -> str:
    """Give Wagtail's name of a size."""
    return f"width-{width}|format-{form}"


def width_and_form(name: str) -> tuple[int, str]:
    """Give what `spec` was made of."""
    width, form = name.split("|")
    return int(width.removeprefix("width-")), form.removeprefix("format-")


def specs_of(width: int) -> list[str]:
    """Give the names of all sizes of a picture of `width` pixels."""
    return [*(spec(one, form) for one in widths_of(width) for form in FORMS), fallback_spec(width)]


ALL_SPECS = sorted({name for width in WIDTHS for name in specs_of(width)})


def picture_from(image: Any, renditions: dict[str, Any], alt: str) -> Picture | None:
    """Give an image in its ready sizes, or none while a size is still being made."""
    if any(name not in renditions for name in specs_of(image.width)):
        return None
    fallback = renditions[fallback_spec(image.width)]
    return Picture(
        avif=_srcset(image, renditions, "avif"),
        webp=_srcset(image, renditions, "webp"),
        src=fallback.url,
        width=fallback.width,
        height=fallback.height,
        alt=alt,
    )


def _srcset(image: Any, renditions: dict[str, Any], form: str) -> str:
    found = {renditions[spec(width, form)].width: renditions[spec(width, form)].url for width in widths_of(image.width)}
    return ", ".join(f"{url} {width}w" for width, url in found.items())
