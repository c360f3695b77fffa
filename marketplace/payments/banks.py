"""Banks of Vietnam that take transfers by account number, with the six digits that VietQR and Napas know them by (BIN)."""

from __future__ import annotations

# The everyday names; whoever misses one is served by writing the digits into this table.
BANKS: dict[str, str] = {
    "970425": "ABBANK",
    "970416": "ACB",
    "970405": "Agribank",
    "970409": "Bac A Bank",
    "970438": "BaoViet Bank",
    "970418": "BIDV",
    "970454": "BVBank",
    "546034": "CAKE",
    "970431": "Eximbank",
    "970437": "HDBank",
    "970452": "KienlongBank",
    "970449": "LPBank",
    "970422": "MB",
    "970426": "MSB",
    "970428": "Nam A Bank",
    "970419": "NCB",
    "970448": "OCB",
    "970430": "PGBank",
    "970412": "PVcomBank",
    "970403": "Sacombank",
    "970429": "SCB",
    "970440": "SeABank",
    "970443": "SHB",
    "970424": "Shinhan Bank",
    "970407": "Techcombank",
    "963388": "Timo",
    "970423": "TPBank",
    "970441": "VIB",
    "970427": "VietABank",
    "970433": "Vietbank",
    "970436": "Vietcombank",
    "970415": "VietinBank",
    "970432": "VPBank",
    "970457": "Woori Bank",
}


def bank_name(bank_bin: str) -> str:
    """Give a bank's name, or its digits where the table does not know it."""
    return BANKS.get(bank_bin, bank_bin)


def bank_label(bank_bin: str) -> str:
    """Give name and digits, for whoever types them or compares: `Vietcombank (970436)`."""
    return f"{BANKS[bank_bin]} ({bank_bin})" if bank_bin in BANKS else bank_bin
