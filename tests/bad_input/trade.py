"""What the addresses of trade and of makers need in order to be good: a complaint, a refund, a payout, a paper of a renewal."""

from __future__ import annotations

from datetime import date

from django.core.files.base import ContentFile

from catalog.certification.models import Award
from catalog.certification.reevaluations import file_reevaluation
from catalog.lib import clock
from catalog.products.models import Listing
from marketplace.accounts.addresses import keep_address
from marketplace.accounts.models import Membership, User
from marketplace.bank_refunds.models import RefundAccount, RefundFile
from marketplace.carriers.services import keep_carrier, stage_settlement
from marketplace.complaints.models import Complaint, ComplaintPhoto
from marketplace.complaints.selectors import photo_url
from marketplace.ledger.models import Account
from marketplace.orders.links import order_link, parcel_link
from marketplace.orders.models import Parcel
from marketplace.payments.models import Dispute, Payment, Refund
from marketplace.payouts.models import BankAccount, Payout, PayoutRun
from marketplace.reconciliation.models import BankRow, OpenFinding
from marketplace.reconciliation.services import bring_statement
from marketplace.renewals.links import renewal_link
from marketplace.renewals.models import RenewalCase, RenewalPaper

Parts = dict[str, dict[str, str]]
REFERENCE = "CP" + "2" * 12


def trade_parts(listing: Listing, member: User, officer: User) -> Parts:
    """Give the parts of all those addresses; `member` acts for the seller."""
    Membership.objects.get_or_create(user=member, producer=listing.seller, defaults={"role": Membership.Role.OWNER})
    return {
        **_complaint_parts(),
        **_refund_parts(),
        **_payout_parts(listing, member, officer),
        **_renewal_parts(listing, member),
        **_money_parts(member, officer),
        **_bank_parts(officer),
    }


def _of_order() -> dict[str, str]:
    parcel = Parcel.objects.get()
    number, signature = order_link(parcel.order.number, "vi").split("/")[2:4]
    return {"number": number, "signature": signature, "parcel_id": str(parcel.pk)}


def _complaint_parts() -> Parts:
    parcel, now = Parcel.objects.get(), clock.now()
    complaint = Complaint.objects.create(parcel=parcel, reason="damaged", text="Vỡ", filed_at=now, answer_by=now.date())
    photo = ComplaintPhoto.objects.create(complaint=complaint, file=ContentFile(b"\xff\xd8", name="1.jpg"))
    of_complaint = {"complaint_id": str(complaint.pk)}
    of_parcel = {"parcel_id": str(parcel.pk), "signature": parcel_link(parcel.pk).split("/")[3]}
    return {
        "file": _of_order(),
        "move": {**_of_order(), **of_complaint},
        "answer": {**of_parcel, **of_complaint},
        "photo": {"photo_id": str(photo.pk), "signature": photo_url(photo.pk).split("/")[-2]},
        "complaint-decide": of_complaint,
    }


def _refund_parts() -> Parts:
    refund = Refund.objects.create(payment=Payment.objects.get(), key="parcel:x", amount=45_000, source=Account.CLEARING_BANK)
    account = RefundAccount.objects.create(
        refund=refund, reference="CR" + "2" * 12, bank_bin="970436", number="12345678", holder="LAN", given_at=clock.now()
    )
    of_account = {"account_id": str(account.pk)}
    return {
        "account": {**_of_order(), "refund_id": str(refund.pk)},
        "refunds-file-again": {"number": str(RefundFile.objects.create().pk)},
        **dict.fromkeys(("refund-prepare", "refund-release"), of_account),
    }


def _payout_parts(listing: Listing, member: User, officer: User) -> Parts:
    day = date(2026, 1, 31)
    run = PayoutRun.objects.create(key="k" * 32, period_from=date(2026, 1, 1), period_to=day, minimum=1, prepared_by_id=officer.pk)
    account = BankAccount.objects.create(
        producer=listing.seller, bank_bin="970436", number="12345678", holder="HTX", entered_by_id=member.pk
    )
    Payout.objects.create(run=run, producer=listing.seller, account=account, amount=1_000, reference=REFERENCE)
    of_run, of_producer = {"run_id": str(run.pk)}, {"producer_id": str(listing.seller_id)}
    return {
        **dict.fromkeys(("payout-run", "payout-release", "payout-cancel", "payout-answer"), of_run),
        "payout-file": {**of_run, "form": "plain"},
        "payout-account-verify": {"account_id": str(account.pk)},
        **dict.fromkeys(("money", "account-enter"), of_producer),
        "statement": {**of_producer, "reference": REFERENCE, "form": "xlsx"},
    }


def _money_parts(member: User, officer: User) -> Parts:
    """Give those of carriers' settlements, disputes, rules and saved addresses."""
    carrier = keep_carrier(name="Giao Nhanh (mẫu)", columns={}, officer=officer)
    file = stage_settlement(carrier=carrier, name="a.csv", data="Mã vận đơn,COD\nGN1,1000".encode(), officer=officer)
    payment = Payment.objects.get()
    dispute = Dispute.objects.create(payment=payment, provider_id="dp_1", amount=1_000, state="lost")
    place = payment.order.contact.province
    address = keep_address(user=member, name="Lan", phone="+84912345678", province=place, commune="Hoàn Kiếm", street="1 Tràng Tiền")
    of_file = {"file_id": str(file.pk)}
    return {
        **dict.fromkeys(("settlement", "settlement-use", "settlement-discard"), of_file),
        "settlement-answer": {"row_id": str(file.rows.get().pk)},
        "dispute-decide": {"dispute_id": str(dispute.pk)},
        "rule-keep": {"name": "exchange"},
        "tax-return": {"form": "csv"},
        "address-forget": {"address_id": str(address.pk)},
    }


def _bank_parts(officer: User) -> Parts:
    """Give those of the bank: a file that was shown, a transfer without an order, a finding."""
    statement = bring_statement(data="Số bút toán,Ghi có,Nội dung\nFT1,1000,qua".encode(), layout="any", officer=officer)
    row = BankRow.objects.create(event_id="bank:1", bank_id="FT1", amount=1_000, text="qua", kind="unmatched")
    finding = OpenFinding.objects.create(kind="paid without order", reference="FT1 #1", amount=1_000)
    of_statement = {"statement_id": str(statement.pk)}
    return {
        **dict.fromkeys(("bank-statement", "bank-take"), of_statement),
        "bank-decide": {"row_id": str(row.pk)},
        "bank-note": {"finding_id": str(finding.pk)},
    }


def _renewal_parts(listing: Listing, member: User) -> Parts:
    award = file_reevaluation(award=Award.objects.get(), on=clock.today(), actor=member)
    case = RenewalCase.objects.create(award=award, producer=listing.maker or listing.seller, opened_at=clock.now(), opened_by=member)
    paper = RenewalPaper.objects.create(
        case=case,
        name="giay.pdf",
        file=ContentFile(b"%PDF-1.7", name="giay.pdf"),
        media_type="application/pdf",
        size=8,
        sha256="0" * 64,
        received_at=clock.now(),
    )
    code, producer_id, signature = renewal_link(award, listing.seller, "vi").rstrip("/").split("/")[-3:]
    of_case = {"case_id": str(case.pk)}
    return {
        **dict.fromkeys(("renewal", "renewal-close"), of_case),
        "paper": {"paper_id": str(paper.pk)},
        "award-detail": {"code": award.code},
        "award-by-link": {"code": code, "producer_id": producer_id, "signature": signature},
    }
