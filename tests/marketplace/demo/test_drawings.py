"""The drawings: every kind has one, each prints, no two seeds give the same."""

from __future__ import annotations

import io

import pytest
from defusedxml import ElementTree
from PIL import Image

from marketplace.demo.drawings.covers import SCENES, draw_cover
from marketplace.demo.drawings.kinds import DRAWINGS, draw_product, has_drawing
from marketplace.demo.drawings.printing import print_drawing
from marketplace.demo.drawings.specials import SPECIALS
from marketplace.demo.files import product_rows


def colors_in(svg: str) -> int:
    """Render small and count the colors that cover something."""
    data = print_drawing(svg, 120, [])[0].data
    return len(Image.open(io.BytesIO(data)).quantize(64).getcolors())


@pytest.mark.parametrize("kind", sorted(DRAWINGS))
def test_a_kind_draws_something_that_prints(kind):
    svg = draw_product(kind, "one")
    ElementTree.fromstring(svg)
    assert "nan" not in svg
    assert colors_in(svg) > 20


@pytest.mark.parametrize("kind", sorted(DRAWINGS))
def test_seeds_differ_and_repeat(kind):
    assert draw_product(kind, "one") == draw_product(kind, "one")
    assert len({draw_product(kind, seed) for seed in ("one", "two", "three")}) == 3


@pytest.mark.parametrize("theme", sorted(SCENES))
def test_a_cover_draws_something_that_prints(theme):
    svg = draw_cover(theme)
    ElementTree.fromstring(svg)
    assert colors_in(svg) > 20


def test_every_kind_of_the_demo_has_a_drawing_of_its_own():
    assert {row.kind for row in product_rows() if not has_drawing(row.kind)} == set()


def test_there_is_no_writing_in_a_picture():
    assert not [kind for kind in DRAWINGS if "<text" in draw_product(kind, "one")]


SPECIAL_CASES = [(kind, begin) for kind, subjects in SPECIALS.items() for begin in subjects]


@pytest.mark.parametrize(("kind", "begin"), SPECIAL_CASES)
def test_a_drawing_asked_for_by_key_prints(kind, begin):
    svg = draw_product(kind, begin)
    ElementTree.fromstring(svg)
    assert colors_in(svg) > 20


def test_every_exact_drawing_is_for_a_product_of_the_demo():
    keys = {(row.kind, row.key) for row in product_rows()}
    unused = [(kind, begin) for kind, begin in SPECIAL_CASES if not any(k == kind and key.startswith(begin) for k, key in keys)]
    assert unused == []
