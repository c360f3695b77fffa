"""Links that open a bank's app with the transfer filled in, by VietQR's public address (vietqr.io/deeplink, read in November 2026).

Only apps are offered for which its list of changes says that they fill the form in (versions 2.12 to 2.18). A link holds what the QR
code holds, no more: account, amount and code.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

ADDRESS = "https://dl.vietqr.io/pay"
APPS = {"mb": "MBBank", "bidv": "BIDV SmartBanking", "icb": "VietinBank iPay", "acb": "ACB ONE", "ocb": "OCB OMNI"}
# The short code of the bank that the account is with, by its BIN (api.vietqr.io/v2/banks, "code" in small letters).
CODES = {
    "970403": "stb",
    "970405": "vba",
    "970407": "tcb",
    "970415": "icb",
    "970416": "acb",
    "970418": "bidv",
    "970422": "mb",
    "970423": "tpb",
    "970426": "msb",
    "970432": "vpb",
    "970436": "vcb",
    "970437": "hdb",
    "970441": "vib",
    "970443": "shb",
    "970448": "ocb",
}


@dataclass(frozen=True, slots=True)
class AppLink:
    """One app's name, and the link that opens it."""

    name: str
    url: str


def app_links(*, bank_bin: str, account: str, amount: Decimal, purpose: str) -> tuple[AppLink, ...]:
    """Give a link for each app; none where the account's bank has no code here, as in the demo, whose account no bank bears."""
    code = CODES.get(bank_bin)
    if code is None:
        return ()
    # The "@" stays as it is: the documentation asks for it.
    rest = f"ba={quote(account, safe='')}@{code}&am={int(amount)}&tn={quote(purpose, safe='')}"
    return tuple(AppLink(name, f"{ADDRESS}?app={app}&{rest}") for app, name in APPS.items())
