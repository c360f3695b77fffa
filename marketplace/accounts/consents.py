"""The texts that people agree to. A changed text gets a new version; old versions stay, so that a record can be read later."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ORDER_VERSION = "2026-11"
ACCOUNT_VERSION = "2026-11"
TEXTS: dict[tuple[str, str], Promise | str] = {
    ("order", "2026-11"): _(
        "I agree that Chợ Sao and the producers of this order use my name, number and address to deliver it, and for nothing else."
    ),
    ("account", "2026-11"): _(
        "I agree that Chợ Sao keeps my e-mail and number to sign me in and to show me my orders, and for nothing else."
    ),
}


def consent_text(purpose: str, version: str) -> str:
    """Give the words of a consent in the reader's language.

    Raises:
        KeyError: there never was such a version.
    """
    return str(TEXTS[purpose, version])
