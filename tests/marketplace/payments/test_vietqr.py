"""The text and picture of a VietQR code."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from defusedxml import ElementTree

from marketplace.checkout.qr import SAMPLE, vietqr_svg
from marketplace.payments.methods import offered_methods
from marketplace.payments.vietqr import VietQr, emvco, vietqr_text


def test_the_checksum_agrees_with_published_values() -> None:
    # The check value of CRC-16/IBM-3740 (CCITT-FALSE) in the catalogue of parametrised CRC algorithms.
    assert emvco.crc16("123456789") == "29B1"
    # The example of NAPAS's specification of the VietQR format: a transfer of 180,000 đồng.
    example = (
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA"
        "530370454061800005802VN62340107NPS68690819thanh toan don hang6304"
    )
    assert emvco.crc16(example) == "2E2E"


def test_the_text_holds_account_amount_and_purpose() -> None:
    text = vietqr_text(bank_bin="970403", account="0011012345678", amount=Decimal(180_000), purpose="CSABC")
    assert text.startswith("00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA")
    assert "5303704" in text
    assert "5406180000" in text
    assert "5802VN" in text
    assert "62090805CSABC" in text
    assert emvco.crc16(text[:-4]) == text[-4:]


@pytest.mark.parametrize("amount", ["0", "-1", "1.5"])
def test_only_whole_positive_amounts_make_a_code(amount: str) -> None:
    with pytest.raises(ValueError, match="whole"):
        vietqr_text(bank_bin="970403", account="1", amount=Decimal(amount), purpose="X")


def test_marks_do_not_enter_a_field() -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        vietqr_text(bank_bin="970403", account="1", amount=Decimal(1), purpose="đơn hàng")


def test_the_demo_picture_says_that_it_is_a_sample() -> None:
    transfer = VietQr().transfer(reference="CSABC", amount=Decimal(50_000))
    assert transfer is not None
    assert transfer.is_sample
    picture = ElementTree.fromstring(vietqr_svg(transfer))
    words = [element.text for element in picture.iter() if element.tag.endswith("text")]
    assert words == [SAMPLE, SAMPLE]


def test_the_demo_account_is_one_that_no_bank_bears(settings: object) -> None:
    transfer = VietQr().transfer(reference="CSABC", amount=Decimal(50_000))
    assert transfer is not None
    assert (transfer.bank_bin, transfer.account) == ("999999", "0000000000")


@pytest.mark.parametrize("missing", ["BANK_BIN", "BANK_ACCOUNT", "BANK_ACCOUNT_NAME"])
def test_a_transfer_is_offered_only_where_the_shop_has_told_its_whole_account(missing: str, settings: Any) -> None:
    assert "vietqr" in dict(offered_methods())
    setattr(settings, missing, "")
    assert "vietqr" not in dict(offered_methods())
