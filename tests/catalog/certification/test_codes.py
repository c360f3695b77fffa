"""Verification codes catch slips."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.certification.codes import ALPHABET, clean_code, new_code


def test_a_new_code_is_accepted_as_people_type_it() -> None:
    code = new_code()
    assert clean_code(code) == code
    assert clean_code(f" {code[:4].lower()}-{code[4:]} ") == code


@given(position=st.integers(0, 8), letter=st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_caught(position: int, letter: str) -> None:
    code = new_code()
    wrong = code[:position] + letter + code[position + 1 :]
    assert (clean_code(wrong) is None) == (wrong != code)


def test_what_cannot_be_a_code_is_refused() -> None:
    for text in ("", "ABC", "O" * 9, "1" * 9, "x" * 10_000, "\x00" * 9):
        assert clean_code(text) is None
