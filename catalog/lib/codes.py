"""Codes that people read to each other and banks carry: without signs that are misread over the phone."""

from __future__ import annotations

import secrets

# Crockford's base 32 without more of its doubtful letters.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12


def plain_code(text: str) -> str:
    """Write a code or number as it is compared: capitals, without the blanks and hyphens that people put in."""
    return "".join(text.split()).replace("-", "").upper()


def new_code(prefix: str = "") -> str:
    """Give a code that nobody can guess: twelve random signs, about 59 bits, after a prefix that says what it names."""
    return prefix + "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))
