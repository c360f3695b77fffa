"""Which contacts people may sign in with."""

from __future__ import annotations

from typing import Any


def sign_in_for(sms_gateway: str) -> dict[str, Any]:
    """Give allauth's settings: a mobile number only where a code can reach it, else the shop would ask for what it cannot check."""
    has_sms = sms_gateway != "off"
    return {
        "ACCOUNT_LOGIN_METHODS": {"email", "phone"} if has_sms else {"email"},
        # allauth wants the e-mail here; our form asks for one of the two.
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "phone", "password1*"] if has_sms else ["email*", "password1*"],
    }
