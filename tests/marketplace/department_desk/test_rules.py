"""Officers keep rates and rules at the desk, take the tax return, and note cash that a producer kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from catalog.audit.models import AuditEntry
from catalog.lib import clock
from catalog.products.models import Listing
from catalog.rates.models import ExchangeRate
from marketplace.accounts.models import Appointment, User
from marketplace.carriers.services import keep_carrier, stage_settlement, use_settlement
from marketplace.ledger.models import CommissionRate, DeclaredNature, TaxResidence
from marketplace.ledger.selectors import payable_to
from marketplace.orders.models import CashLimit
from marketplace.payments.models import Payment, PaymentEvent, Refund
from tests.factories.orders import rates
from tests.factories.payouts import seller_with_account, sold
from tests.factories.producers import ProducerFactory
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


def day(number: int = 1) -> str:
    return f"{clock.today() + timedelta(days=number):%d/%m/%Y}"


def keep(client: Client, name: str, **facts: Any) -> int:
    sent = {f"{name}-{field}": value for field, value in facts.items()}
    return int(client.post(reverse("desk:rule-keep", args=[name]), sent).status_code)


@pytest.fixture
def desk(mai: User) -> Client:
    client = Client()
    client.force_login(mai)
    return client


CASH = {"most_of_parcel": 1, "most_open_orders": 1, "most_open_amount": 1, "most_refused": 0, "refused_within_days": 9}


def test_each_rule_is_kept_by_its_service_and_shown(desk: Client) -> None:
    household = ProducerFactory.create(tax_code="0123456789")
    service = ListingFactory.create(label=Listing.Label.SERVICE)
    rate = {"currency": "USD", "dong_per_unit": "26120", "margin_percent": "2", "max_age_days": 7, "valid_from": day(0), "source": "VCB"}
    assert keep(desk, "exchange", **rate) == 302
    assert keep(desk, "commission", percent="8", valid_from=day(), source="QĐ 9") == 302
    assert keep(desk, "cash", **CASH, valid_from=day(), source="QĐ 9") == 302
    assert keep(desk, "residence", tax_code="0123456789", residence="non_resident", valid_from=day(), reference="CV 1") == 302
    assert keep(desk, "nature", listing=service.pk, nature="service") == 302
    assert (ExchangeRate.objects.get().source, CommissionRate.objects.latest("valid_from").percent) == ("VCB", 8)
    assert CashLimit.objects.latest("valid_from").source == "QĐ 9"
    assert (TaxResidence.objects.get().producer, DeclaredNature.objects.get().nature) == (household, "service")
    page = desk.get(reverse("desk:rules")).content.decode()
    assert "1 USD = 26.120 ₫ (+2 %)" in page
    assert "CV 1" in page
    assert '<option value="goods">hàng hóa</option>' in page
    assert AuditEntry.objects.count() == 5


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("exchange", {"currency": "JPY"}),
        ("commission", {"percent": "8", "valid_from": day(0), "source": "QĐ 9"}),
        ("cash", {**CASH, "valid_from": day(0), "source": "QĐ 9"}),
        ("residence", {"tax_code": "9", "residence": "resident", "valid_from": day(), "reference": "x"}),
        ("nature", {"listing": "0", "nature": "service"}),
    ],
)
def test_what_makes_no_sense_or_comes_too_late_is_told_and_kept_in_the_form(desk: Client, name: str, facts: dict[str, Any]) -> None:
    before = (ExchangeRate.objects.count(), CommissionRate.objects.count(), CashLimit.objects.count())
    assert keep(desk, name, **facts) == 400
    assert (ExchangeRate.objects.count(), CommissionRate.objects.count(), CashLimit.objects.count()) == before
    assert (TaxResidence.objects.count(), DeclaredNature.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)
    assert desk.post(reverse("desk:rule-keep", args=["nothing"])).status_code == 404


def test_the_tax_return_is_taken_and_noted(desk: Client, dung: User) -> None:
    for form in ("csv", "xlsx"):
        answer = desk.get(reverse("desk:tax-return", args=[form]), {"month": "11/2026"})
        assert f"to-khai-2026-11.{form}" in answer.headers["Content-Disposition"]
    assert AuditEntry.objects.filter(action="desk.export").count() == 2
    assert desk.get(reverse("desk:tax-return", args=["csv"]), {"month": "13/2026"}).status_code == 302
    stranger = Client()
    stranger.force_login(dung)
    assert stranger.get(reverse("desk:tax-return", args=["csv"]), {"month": "11/2026"}).status_code == 404
    assert AuditEntry.objects.filter(action="desk.export").count() == 2


def test_who_may_only_look_keeps_nothing(dung: User) -> None:
    Appointment.objects.create(user=dung, duty=Appointment.Duty.PREPARE)
    client = Client()
    client.force_login(dung)
    assert client.get(reverse("desk:rules")).status_code == 200
    assert keep(client, "commission", percent="8", valid_from=day(), source="x") == 404
    assert not CommissionRate.objects.filter(source="x").exists()


def test_cash_that_a_producer_kept_pays_the_order_and_is_set_off_once(desk: Client) -> None:
    rates()
    vat_rates()
    parcel = sold(seller_with_account(), is_paid=False)
    price = int(parcel.goods_price + parcel.shipping_price)
    sent = {"number": parcel.order.number, "amount": price}
    assert [desk.post(reverse("desk:cash-kept"), sent).status_code for _again in range(2)] == [302, 400]
    assert (Payment.objects.get().state, PaymentEvent.objects.count()) == ("paid", 1)
    assert payable_to(parcel.producer_id) == 100_000 - price
    for wrong, field in (({"number": "KHONG", "amount": 1}, "number"), ({"number": parcel.order.number, "amount": price + 1}, "amount")):
        answer = desk.post(reverse("desk:cash-kept"), wrong)
        assert (answer.status_code, list(answer.context["cash_form"].errors)) == (400, [field])
        assert all(f'value="{value}"' in answer.content.decode() for value in wrong.values())
    assert PaymentEvent.objects.count() == 1
    call_command("ledger", "verify")


def test_cash_that_a_carrier_settled_cannot_have_been_kept_and_the_officer_reads_why(desk: Client, mai: User) -> None:
    rates()
    vat_rates()
    parcel = sold(seller_with_account(), is_paid=False)
    price, payable = int(parcel.goods_price + parcel.shipping_price), payable_to(parcel.producer_id)
    carrier = keep_carrier(name="Giao Nhanh (mẫu)", columns={}, officer=mai)
    data = f"Mã vận đơn,Mã đơn hàng,Tiền thu hộ\n,{parcel.order.number},{price}".encode()
    use_settlement(file_id=stage_settlement(carrier=carrier, name="a.csv", data=data, officer=mai).pk, officer=mai)
    answer = desk.post(reverse("desk:cash-kept"), {"number": parcel.order.number, "amount": price})
    assert (answer.status_code, list(answer.context["cash_form"].errors)) == (400, ["number"])
    assert "Đơn vị vận chuyển đã đối soát" in answer.content.decode()
    assert (PaymentEvent.objects.count(), Refund.objects.count(), payable_to(parcel.producer_id)) == (1, 0, payable)


def test_the_account_menu_leads_producers_to_their_money(binh: User, lan: User) -> None:
    for person, is_there in ((binh, True), (lan, False)):
        client = Client()
        client.force_login(person)
        page = client.get(reverse("checkout:order-list")).content.decode()
        assert (reverse("producer_desk:money-of-mine") in page) == is_there
