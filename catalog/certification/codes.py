"""Verification codes: short, opaque, with a check character, the same in every language, never reused."""

from __future__ import annotations

import secrets

# Crockford's base 32 without letters and digits that are misread from a printed label.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8


def check_character(body: str) -> str:
    """Give the check character by the Luhn algorithm modulo N (ISO/IEC 7812-1, annex B, over our alphabet).

    It catches any single wrong character and nearly all swaps of two neighbors.
    """
    total, factor, size = 0, 2, len(ALPHABET)
    for char in reversed(body):
        addend = factor * ALPHABET.index(char)
        total += addend // size + addend % size
        factor = 3 - factor
    return ALPHABET[-total % size]


def new_code() -> str:
    """Make a code of eight random characters and their check character (about 39 bits)."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    return body + check_character(body)


def clean_code(text: str) -> str | None:
    """Read a code as typed by a person, in any case and with blanks or hyphens; none if it cannot be one."""
    code = "".join(char for char in text.upper() if char not in " -\u00a0")
    if len(code) != _LENGTH + 1 or any(char not in ALPHABET for char in code):
        return None
    return code if check_character(code[:-1]) == code[-1] else None
