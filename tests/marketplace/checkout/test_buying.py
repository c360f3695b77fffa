"""From basket to order over HTTP, as a guest."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.places.models import Place
from catalog.products.models import Listing
from marketplace.forks.shop import Line, Order
from marketplace.orders.models import OrderContact, Parcel
from marketplace.payments.models import Payment
from tests.factories.orders import rates
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Place:
    rates()
    vat_rates()
    return PlaceFactory.create(name="Hà Nội")


def put(client: Client, listing: Listing, quantity: Any = 1, **more: str) -> Any:
    return client.post(reverse("checkout:basket-add"), {"product": listing.product_id, "quantity": quantity, **more})


def address(province: Place, **changes: Any) -> dict[str, Any]:
    fields = {
        "name": "Nguyễn Thị Lan",
        "phone": "0912 345 678",
        "province": province.pk,
        "commune": "Hoàn Kiếm",
        "street": "1 Tràng Tiền",
        "note": "",
        "email": "",
        "tax_code": "",
    }
    return {**fields, **changes}


def review(client: Client, province: Place, **changes: Any) -> dict[str, Any]:
    """Fill in the address and give all fields that the last page would send."""
    page = client.post(reverse("checkout:details"), address(province, **changes), follow=True)
    assert page.status_code == 200
    token, total = page.context["token"], int(page.context["page"].total)
    return {**address(province, **changes), "token": token, "total_seen": total, "method": "cash_on_delivery", "consent": "on"}


def test_a_guest_buys_from_two_producers_in_three_screens(client: Client, province: Place) -> None:
    put(client, ListingFactory.create())
    put(client, ListingFactory.create())
    assert client.get(reverse("checkout:basket")).status_code == 200
    answer = client.post(reverse("checkout:place"), review(client, province), follow=True)
    assert answer.status_code == 200
    assert Parcel.objects.count() == 2
    assert answer.context["page"].state == "ordered"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert Line.objects.filter(basket__status="Open").count() == 0


def test_the_last_press_costs_few_queries_however_many_producers_send(
    client: Client, province: Place, django_assert_max_num_queries: Any
) -> None:
    """Each further product costs one: the conditional UPDATE that takes its stock. Two are the transaction's own."""
    for count, queries in ((1, 40), (1, 30), (3, 32)):  # the first reads the day's rates; two ask how far cash may go
        for _number in range(count):
            put(client, ListingFactory.create())
        form = review(client, province, phone=f"091234{queries}{count}0")
        with django_assert_max_num_queries(queries + 2):
            assert client.post(reverse("checkout:place"), form).status_code == 302


def test_the_last_look_shows_the_number_that_finds_a_lost_order(client: Client, province: Place) -> None:
    put(client, ListingFactory.create())
    review(client, province, phone="0912345678")
    assert "0912 345 678" in client.get(reverse("checkout:review")).content.decode()


def test_a_second_press_lands_on_the_order_even_if_a_field_is_missing_by_then(client: Client, province: Place) -> None:
    put(client, ListingFactory.create())
    form = review(client, province)
    first = client.post(reverse("checkout:place"), form).headers["Location"]
    for missing in ({}, {"method": "vietqr"}, {"consent": ""}, {"phone": ""}):
        assert client.post(reverse("checkout:place"), {**form, **missing}).headers["Location"] == first
    assert Order.objects.count() == 1


def test_the_consent_is_never_ticked_beforehand_and_is_needed(client: Client, province: Place) -> None:
    put(client, ListingFactory.create())
    page = client.post(reverse("checkout:details"), address(province), follow=True)
    assert b'name="consent" id="id_consent" required' in page.content
    assert b"checked" not in page.content.split(b'name="consent"')[1].split(b">")[0]
    form = review(client, province)
    del form["consent"]
    answer = client.post(reverse("checkout:place"), form)
    assert (answer.status_code, Order.objects.count()) == (400, 0)


def test_the_fields_are_the_eight_and_two_are_folded(client: Client, province: Place) -> None:
    put(client, ListingFactory.create())
    page = client.get(reverse("checkout:details"))
    assert [field.name for field in page.context["form"].main_fields] == ["name", "phone", "province", "commune", "street", "note"]
    assert [field.name for field in page.context["form"].folded_fields] == ["email", "tax_code"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("phone", "12"), ("phone", ""), ("name", " "), ("province", "999999"), ("province", "abc"), ("tax_code", "12"), ("email", "x")],
)
def test_a_bad_field_is_named_and_the_rest_is_kept(client: Client, province: Place, field: str, value: str) -> None:
    put(client, ListingFactory.create())
    page = client.post(reverse("checkout:details"), {**address(province), field: value})
    assert page.status_code == 400
    assert list(page.context["form"].errors) == [field]
    assert "Tràng Tiền" in page.content.decode()


@pytest.mark.parametrize(("asked", "held"), [("3", 3), (" 2 ", 2), ("9", 5)])
def test_as_many_pieces_as_asked_for_and_as_there_are(client: Client, asked: str, held: int) -> None:
    put(client, ListingFactory.create(offer=(45_000, 5)), asked)
    assert Line.objects.get().quantity == held


@pytest.mark.parametrize("product", ["", "abc", "-1", "0", "999999999", "9" * 40])
def test_an_unknown_product_is_not_found(client: Client, product: str) -> None:
    assert client.post(reverse("checkout:basket-add"), {"product": product}).status_code == 404


def test_a_sold_out_product_does_not_enter_the_basket(client: Client) -> None:
    put(client, ListingFactory.create(offer=(45_000, 0)))
    assert Line.objects.count() == 0


def test_spirits_ask_about_age_once(client: Client) -> None:
    spirit, other = (ListingFactory.create(label="spirit", is_adults_only=True) for _number in range(2))
    asked = put(client, spirit)
    assert (asked.status_code, Line.objects.count()) == (200, 0)
    put(client, spirit, adult="yes")
    put(client, other)
    assert Line.objects.count() == 2


def test_a_tampered_total_orders_nothing_and_shows_the_true_one(client: Client, province: Place) -> None:
    put(client, ListingFactory.create())
    answer = client.post(reverse("checkout:place"), {**review(client, province), "total_seen": 1})
    assert (answer.status_code, Order.objects.count()) == (409, 0)
    assert int(answer.context["page"].total) == 81_000


@pytest.mark.parametrize(
    "change", [{"method": "bitcoin"}, {"token": "short"}, {"token": "x" * 300}, {"total_seen": "NaN"}, {"province": ""}]
)
def test_a_tampered_form_orders_nothing(client: Client, province: Place, change: dict[str, str]) -> None:
    put(client, ListingFactory.create())
    answer = client.post(reverse("checkout:place"), {**review(client, province), **change})
    assert (answer.status_code, Order.objects.count()) == (400, 0)


def test_going_back_keeps_what_was_typed(client: Client, province: Place) -> None:
    put(client, ListingFactory.create())
    page = client.post(reverse("checkout:details"), {**address(province), "edit": "1"}, follow=True)
    assert page.status_code == 200
    assert "Tràng Tiền" in page.content.decode()


def test_a_signed_in_buyer_need_not_type_again(client: Client, lan: Any, province: Place) -> None:
    client.force_login(lan)
    put(client, ListingFactory.create())
    page = client.get(reverse("checkout:details"))
    assert page.context["form"]["phone"].value() == "+84912345678"
    answer = client.post(reverse("checkout:place"), review(client, province))
    assert answer.status_code == 302
    assert Order.objects.get().user == lan


class TestTheOrderPage:
    """Whoever holds the link sees the order; nobody else does."""

    @pytest.fixture
    def link(self, client: Client, province: Place) -> str:
        put(client, ListingFactory.create())
        form = {**review(client, province), "method": "vietqr"}
        return str(client.post(reverse("checkout:place"), form).headers["Location"])

    def test_anybody_with_the_link_sees_it_in_both_languages(self, link: str) -> None:
        page = Client().get(link)
        assert page.status_code == 200
        assert Client().get(page.context["alternates"]["en"]).status_code == 200
        assert "no-store" in page.headers["Cache-Control"]

    def test_a_changed_signature_opens_nothing(self, link: str) -> None:
        assert Client().get(link[:-3] + "xx/").status_code == 404
        other = "A" * 12
        assert Client().get(link.replace(Order.objects.get().number, other)).status_code == 404

    def test_the_phone_is_masked(self, link: str) -> None:
        text = Client().get(link).content.decode()
        assert "678" in text
        assert "912345678" not in text.replace(" ", "")

    def test_the_bank_bears_its_name(self, link: str, settings: Any) -> None:
        settings.DEMO, settings.BANK_BIN = False, "970436"
        assert "<dd>Vietcombank (970436)</dd>" in Client().get(link).content.decode()
        settings.DEMO, settings.BANK_BIN = True, "999999"
        assert "<dd>ngân hàng mẫu (999999)</dd>" in Client().get(link).content.decode()

    def test_the_qr_is_there_until_it_is_paid(self, link: str) -> None:
        picture = Client().get(link + "vietqr.svg")
        assert picture.headers["Content-Type"] == "image/svg+xml"
        from marketplace.orders.settling import settle

        payment = Payment.objects.get()
        settle(payment=payment, event_id="bank-1", amount=payment.amount)
        assert Client().get(link + "vietqr.svg").status_code == 404
        assert Client().get(link).context["page"].state == "ordered"


class TestFindingALostOrder:
    """Number and phone together find it; a wrong one tells nothing."""

    @pytest.fixture
    def number(self, client: Client, province: Place) -> str:
        put(client, ListingFactory.create())
        client.post(reverse("checkout:place"), review(client, province))
        return str(Order.objects.get().number)

    def find(self, number: str, phone: str) -> Any:
        return Client().post(reverse("checkout:order-find"), {"number": number, "phone": phone})

    def test_number_and_phone_open_it(self, number: str) -> None:
        spaced = f"{number[:4]}-{number[4:8]} {number[8:]}".lower()
        assert self.find(spaced, "0912345678").status_code == 302

    def test_wrong_number_and_wrong_phone_look_the_same(self, number: str) -> None:
        one, other = self.find("X" * 12, "0912345678"), self.find(number, "0987654321")
        assert one.status_code == other.status_code == 404
        assert [str(m) for m in one.context["messages"]] == [str(m) for m in other.context["messages"]]

    def test_guessing_is_stopped(self, number: str) -> None:
        answers = [self.find(number, f"098765432{digit}").status_code for digit in range(6)]
        assert answers == [404] * 5 + [429]
        assert self.find(number, "0912345678").status_code == 429


def test_contact_of_another_language_keeps_its_language(client: Client, province: Place) -> None:
    put(client, ListingFactory.create())
    form = review(client, province)
    client.post("/en/checkout/place/", form)
    assert OrderContact.objects.get().language == "en"
