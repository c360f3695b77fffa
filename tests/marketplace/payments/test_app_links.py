"""Links that open a bank's app hold what the QR code holds, and no more."""

from __future__ import annotations

from decimal import Decimal

from marketplace.payments.vietqr.applinks import app_links


def test_a_link_names_account_amount_and_code_as_vietqr_documents_it() -> None:
    links = app_links(bank_bin="970436", account="0011000000000", amount=Decimal(252_000), purpose="CS23456789ABCDM")
    assert links[0].url == "https://dl.vietqr.io/pay?app=mb&ba=0011000000000@vcb&am=252000&tn=CS23456789ABCDM"
    assert {link.name for link in links} == {"MBBank", "BIDV SmartBanking", "VietinBank iPay", "ACB ONE", "OCB OMNI"}


def test_an_account_that_no_bank_bears_opens_no_app() -> None:
    assert app_links(bank_bin="999999", account="1", amount=Decimal(1), purpose="MAU") == ()
