"""Whatever the names and scores: read once or twice, this way round or that, they are the same."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.certification.models.awards import recognized_key
from catalog.lib.vietnamese import fold, nfc, spelling_key
from catalog.registry.names import is_same_product, likeness, maker_key, product_key
from catalog.registry.reading.cleaning import clean
from catalog.registry.reading.facts import read_score, read_stars
from tests.races import IS_FULL

EXAMPLES = 500 if IS_FULL else 50
few = settings(max_examples=EXAMPLES, deadline=None)
SYLLABLES = ["Miến", "dong", "Trầm", "Trám", "Hòa", "Quý", "Thúy", "Đại", "Hưng", "chè", "lam", "gốm", "sứ", "J02", "&", "(hộp)"]
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map(" ".join)
ANY = st.one_of(NAMES, st.text(max_size=40))
FORMS = ["Hợp tác xã", "HTX", "HTX nông nghiệp", "Công ty TNHH", "Cty TNHH", "Hộ kinh doanh", "HKD", ""]
SCORES = st.decimals(min_value=0, max_value=100, places=2)


@few
@given(ANY)
def test_a_clean_name_stays_as_it_is(name: str) -> None:
    for once in (clean, nfc, fold, product_key):
        assert once(once(name)) == once(name)


@few
@given(NAMES, st.integers(0, 3))
def test_another_spelling_is_the_same_product(name: str, kind: int) -> None:
    spelled = [name.upper(), unicodedata.normalize("NFD", name), f"  {name.replace(' ', '  ')}\u00a0", name.replace("Quý", "Quí")][kind]
    assert is_same_product(clean(spelled), clean(name))
    assert product_key(clean(spelled)) == product_key(clean(name))
    if kind < 3:
        assert recognized_key(clean(spelled), "x") == recognized_key(clean(name), "x")


@few
@given(ANY, ANY)
def test_two_names_are_as_alike_one_way_round_as_the_other(one: str, other: str) -> None:
    assert is_same_product(one, other) == is_same_product(other, one)
    assert (likeness(one, other) == 1.0) >= (one == other)
    assert 0.0 <= likeness(one, other) <= 1.0
    if is_same_product(one, other) and not (one.isascii() or other.isascii()):
        assert spelling_key(product_key(one)) == spelling_key(product_key(other))


@few
@given(st.sampled_from(FORMS), NAMES)
def test_a_makers_name_is_parted_from_its_form_once(form: str, name: str) -> None:
    parted = maker_key(clean(f"{form} {name}"))
    assert parted.core == maker_key(clean(f"  {form.upper()}  {name}")).core == product_key(clean(name))


@few
@given(SCORES)
def test_a_score_is_the_same_however_it_is_printed(score: Decimal) -> None:
    text = f"{score}"
    forms = [score, text, text.replace(".", ","), f"{text.replace('.', ',')} điểm", f"{text}/100", f" {text} "]
    assert {read_score(form) for form in forms} == {score}


@few
@given(st.integers(3, 5))
def test_stars_are_the_same_however_they_are_printed(stars: int) -> None:
    word = {3: "Ba", 4: "Bốn", 5: "Năm"}[stars]
    forms = [stars, str(stars), f"{stars} sao", "*" * stars, f"{stars}*", f"{word} sao", f"Hạng {stars} sao", f"{stars:02} sao"]
    assert {read_stars(form).count for form in forms} == {stars}
