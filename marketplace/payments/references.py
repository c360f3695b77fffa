"""The code that a buyer writes into a transfer: `CS`, the order's number, and a character that checks both."""

from __future__ import annotations

import re

from catalog.lib.codes import ALPHABET
from catalog.lib.vietnamese import fold

PREFIX = "CS"
_LENGTH = 12
# Overlapping, so that letters of a bank's own before the code hide nothing.
_CODE = re.compile(rf"(?=({PREFIX}[{ALPHABET}]{{{_LENGTH}}})([{ALPHABET}]?))")


def check_character(number: str) -> str:
    """Give the character that checks a number (Luhn's way, over our thirty characters): one wrong character is always noticed."""
    total, factor = 0, 2
    for character in reversed(number):
        value = factor * ALPHABET.index(character)
        total += value // len(ALPHABET) + value % len(ALPHABET)
        factor = 3 - factor
    return ALPHABET[-total % len(ALPHABET)]


def transfer_code(number: str) -> str:
    """Give the transfer code of an order's number."""
    return f"{PREFIX}{number}{check_character(number)}"


def is_checked(code: str) -> bool:
    """Whether a code bears its check character, and it is right; codes of before November 2026 bear none."""
    number, check = code[len(PREFIX) : -1], code[-1:]
    return len(number) == _LENGTH and check_character(number) == check


def find_reference(text: str) -> str:
    """Find a transfer code in what a buyer or a bank wrote around it; banks drop and insert blanks and dots.

    A code whose check character is right comes first; else the first that has the form of an old one; else an empty text.
    """
    packed = re.sub(r"[^A-Z0-9]", "", fold(text).upper())
    found = [(code, check) for code, check in _CODE.findall(packed)]
    checked = next((code + check for code, check in found if check and is_checked(code + check)), "")
    return checked or (found[0][0] if found else "")


def candidates(reference: str) -> list[str]:
    """Give the codes that a found one may be, the likeliest first.

    One with a check character may be an old code, behind which the bank's own text went on by chance. One without may be a new code
    that lost its last character: the number alone names no other order, so it still counts.
    """
    plain = reference[: len(PREFIX) + _LENGTH]
    return [reference, plain] if len(reference) > len(plain) else [plain, transfer_code(plain[len(PREFIX) :])]
