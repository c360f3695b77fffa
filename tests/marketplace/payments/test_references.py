"""The code of a transfer checks itself, and codes of before it did still match."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.lib.codes import ALPHABET
from marketplace.payments.references import candidates, find_reference, is_checked, transfer_code

NUMBERS = st.text(ALPHABET, min_size=12, max_size=12)


@settings(max_examples=60)
@given(NUMBERS, st.integers(0, 12), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(number: str, place: int, other: str) -> None:
    code = transfer_code(number)
    at = place + 2
    wrong = code[:at] + other + code[at + 1 :]
    assert is_checked(wrong) == (wrong == code)


@pytest.mark.parametrize("around", ["{}", "MBVCB.12.{}.CT tu 001 LAN", "chuyen tien {} cam on", "csxx {}", "thanh toán {}CT99"])
def test_it_is_found_in_whatever_a_bank_writes_around_it(around: str) -> None:
    code = transfer_code("23456789ABCD")
    assert find_reference(around.format(code)) == code
    assert find_reference(around.format(f"{code[:6]} {code[6:]}".lower())) == code


def test_a_code_of_before_is_found_even_if_text_follows_that_looks_like_a_check_character() -> None:
    old, check = "CS23456789ABCD", transfer_code("23456789ABCD")[-1]
    assert find_reference(f"{old} tu LAN") == old
    assert candidates(find_reference(f"{old}{check}T001")) == [old + check, old]


def test_a_code_that_lost_its_last_character_still_names_its_order() -> None:
    assert candidates(find_reference("LAN CS23456789ABCD.")) == ["CS23456789ABCD", transfer_code("23456789ABCD")]
