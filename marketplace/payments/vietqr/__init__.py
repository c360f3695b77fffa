"""VietQR: a bank transfer prepared as a QR code, made offline (NAPAS, QR format for transfers 24/7, version 1.0)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.ledger.models import Account
from marketplace.payments.gateway import Transfer, WithoutProvider
from marketplace.payments.vietqr import emvco
from marketplace.payments.vietqr.applinks import app_links

NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
DONG = "704"  # ISO 4217


def vietqr_text(*, bank_bin: str, account: str, amount: Decimal, purpose: str) -> str:
    """Write the QR's text: pay `amount` whole đồng to an account, with a purpose of at most 25 plain characters.

    Raises:
        ValueError: an amount that is not a positive whole number, or a value that a field cannot hold.
    """
    if amount <= 0 or amount != amount.to_integral_value():
        raise ValueError("The amount must be a positive whole number of đồng")
    beneficiary = emvco.field("00", bank_bin) + emvco.field("01", account)
    merchant = emvco.field("00", NAPAS) + emvco.field("01", beneficiary) + emvco.field("02", TO_ACCOUNT)
    return emvco.sealed(
        emvco.field("00", "01"),
        emvco.field("01", "12"),  # for one payment only
        emvco.field("38", merchant),
        emvco.field("53", DONG),
        emvco.field("54", str(int(amount))),
        emvco.field("58", "VN"),
        emvco.field("62", emvco.field("08", purpose[:25])),
    )


class VietQr(WithoutProvider):
    """Transfer to the shop's account; stock waits half an hour for the money."""

    code = "vietqr"
    name = _("Bank transfer by VietQR")
    clearing = pays_back_from = Account.CLEARING_BANK.value
    holds_for: timedelta | None = timedelta(minutes=30)
    waiting_title = _("One step left: the transfer")
    waiting_template = "pages/checkout/_transfer.html"

    @property
    def is_offered(self) -> bool:
        """Whether the shop has told its bank account; without one, nobody would know where to send the money."""
        return bool(settings.BANK_BIN and settings.BANK_ACCOUNT and settings.BANK_ACCOUNT_NAME)

    def transfer(self, *, reference: str, amount: Decimal) -> Transfer | None:
        """Give account, amount and QR text; in the demo they name an account that no bank bears."""
        text = vietqr_text(bank_bin=settings.BANK_BIN, account=settings.BANK_ACCOUNT, amount=amount, purpose=reference)
        return Transfer(
            qr=text,
            bank_bin=settings.BANK_BIN,
            account=settings.BANK_ACCOUNT,
            account_name=settings.BANK_ACCOUNT_NAME,
            amount=amount,
            reference=reference,
            is_sample=settings.DEMO,
            apps=app_links(bank_bin=settings.BANK_BIN, account=settings.BANK_ACCOUNT, amount=amount, purpose=reference),
        )
