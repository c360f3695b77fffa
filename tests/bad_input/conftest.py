"""A small shop in which every kind of address has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoDbBlocker

from catalog.certification.models import Award
from catalog.claims.models import Claim
from catalog.lib import clock
from catalog.places.models import Place
from catalog.producers.models import ProducerText
from catalog.products.models import Listing
from catalog.registry.services import stage_annex
from marketplace.orders.links import order_link, parcel_link
from marketplace.orders.models import Parcel
from marketplace.orders.services import place_order
from search.engines import engine
from search.sources import all_documents
from tests.bad_input.trade import trade_parts
from tests.cast import PASSWORD, make_officer, make_person
from tests.catalog.registry.annexes import HEAD, as_csv, clean_rows
from tests.conftest import _on_copy, _worker
from tests.factories.awards import AwardFactory, link
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.producers import PlaceFactory
from tests.factories.products import ListingFactory, vat_rates


@dataclass(frozen=True, slots=True)
class World:
    """What an address and a form need in order to be good; a test then spoils some of it."""

    parts: dict[str, dict[str, str]]
    forms: dict[str, dict[str, Any]]
    clients: list[Client] = field(default_factory=list)


def _listing() -> Listing:
    listing = ListingFactory.create(offer=(45_000, 1000))
    link(AwardFactory.create(), listing)
    engine().rebuild(all_documents())
    return listing


def _order_parts(listing: Listing, province: Place) -> dict[str, dict[str, str]]:
    """Order a piece by bank transfer and give the parts of the addresses of order and parcel."""
    order = place_order(request_for(fill_basket((listing, 1)), province=province, method="vietqr"))
    parcel = Parcel.objects.get(order=order)
    number, signature = order_link(order.number, "vi").split("/")[2:4]
    of_order = {"number": number, "signature": signature, "parcel_id": str(parcel.pk)}
    of_parcel = {"parcel_id": str(parcel.pk), "signature": parcel_link(parcel.pk).split("/")[3]}
    names = ("order-detail", "order-qr", "order-again", "parcel-cancel", "pay", "pay-return")
    return {**dict.fromkeys(names, of_order), **dict.fromkeys(("parcel", "parcel-move"), of_parcel)}


def _desk_parts() -> dict[str, dict[str, str]]:
    """Stage an annex and give the parts of the desk's addresses."""
    rows = clean_rows()[:2]
    rows[0][8] = "15/01/25"
    run = stage_annex(content=as_csv([HEAD, *rows]), source="phu-luc.csv", actor=None)
    of_run, of_row = {"run_id": str(run.pk)}, {"record_id": str(run.records.get(position=0).pk)}
    of_award = {"code": Award.objects.get().code}
    maker = ProducerText.objects.get().producer
    claim = Claim.objects.create(
        kind="producer", subject_id=maker.pk, producer=maker, language="vi", stars=5, excerpt="OCOP 5 sao", found_at=clock.now()
    )
    return {
        "claim": {"claim_id": str(claim.pk)},
        **dict.fromkeys(("run", "run-read", "run-issuer", "run-apply", "run-undo", "run-release", "run-progress", "run-file"), of_run),
        **dict.fromkeys(("row", "row-decide", "row-merge"), of_row),
        **dict.fromkeys(("award", "award-revoke", "award-withdraw", "award-unlink"), of_award),
        "list": {"name": "all"},
        "list-export": {"name": "all", "form": "csv"},
    }


def _parts(listing: Listing, province: Place) -> dict[str, dict[str, str]]:
    code = {"code": Award.objects.get().code}
    product = {"slug": listing.texts.get().slug}
    return {
        **_order_parts(listing, province),
        "sitemap-part": {"kind": "products", "number": "0"},
        **dict.fromkeys(("award-verify", "award-json", "award-qr", "award-badge", "award-use", "award-labels"), code),
        **dict.fromkeys(("product-detail", "price-parts"), product),
        "producer-detail": {"slug": ProducerText.objects.get().slug},
        "category-detail": {"slug": "thuc-pham"},
        "wagtail_serve": {"page": "cau-chuyen"},
        "provider-message": {"provider": "stripe"},
        "media": {"path": "original_images/a.jpg"},
        **_desk_parts(),
        "wagtailcore_authenticate_with_password": {"page_view_restriction_id": "1", "page_id": "1"},
    }


def _forms(client: Client, listing: Listing, province: Place) -> dict[str, dict[str, Any]]:
    address = {"name": "Lan", "phone": "0912345678", "province": province.pk, "commune": "Hoàn Kiếm", "street": "1 Tràng Tiền"}
    address |= {"note": "", "email": "lan@nguoi.example", "tax_code": ""}
    item = {"product": listing.product_id, "quantity": "1"}
    client.post(reverse("checkout:basket-add"), item)
    total = client.post(reverse("checkout:details"), address, follow=True).context["page"].total
    confirm = {"method": "vietqr", "consent": "on", "total_seen": int(total), "token": "t" * 40}
    person = {"email": "moi@nguoi.example", "phone": "0987654321", "password1": PASSWORD}
    return {
        "basket-add": {**item, "next": "/tim-kiem/", "adult": "yes"},
        "basket-change": item,
        "details": address,
        "place": {**address, **confirm},
        "order-find": {"number": "ABCDABCDABCD", "phone": "0912345678"},
        "parcel-move": {"after": "confirmed", "tracking": ""},
        "targets": {"measure": "new_products", "year": "2026", "at_least": "400", "source": "Kế hoạch 60"},
        "run-apply": {"which": "ticked", "row": "1"},
        "renewal-close": {"why": "Thiếu giấy"},
        "run-release": {"why": "Đã hỏi"},
        "claim": {"act": "excused", "why": "Không nói về sao"},
        "row-merge": {"same_as": "Hợp tác xã khác", "why": "Cùng giấy đăng ký"},
        "award-revoke": {"decision": "9/QĐ-UBND", "on": "01/02/2026", "reason": "Không còn làm"},
        "award-withdraw": {"reason": "Ghi trùng"},
        "award-unlink": {"link": "1"},
        "run-new": {"pasted": "Tên sản phẩm\tTên chủ thể\tHạng sao\nChè lam\tHTX Thạch Xá\t4 sao", "title": "Bảng"},
        "row-decide": {"act": "accept", "why": "Đã xem bản giấy", "fact-signed_on": "16/01/2025"},
        "account_login": {"login": "lan@nguoi.example", "password": PASSWORD},
        "account_signup": person,
        "account_reset_password": {"email": "lan@nguoi.example"},
        "account_request_login_code": {"email": "lan@nguoi.example"},
        "account_email": {"email": "khac@nguoi.example", "action_add": "", "action_primary": ""},
        "account_change_phone": {"phone": "0987654321"},
        "account_change_password": {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD},
        "account_verify_phone": {"code": "123456"},
        "account_confirm_login_code": {"code": "123456"},
        "wagtailcore_login": {"username": "lan@nguoi.example", "password": PASSWORD},
    }


def _make_world() -> World:
    """Make the shop, a guest with a full basket, Lan signed in, and Mai at the desk."""
    lan, mai = make_person("lan", phone="+84912345678"), make_officer("mai")
    rates()
    vat_rates()
    province = PlaceFactory.create(name="Hà Nội")
    listing = _listing()
    guest, member, officer = Client(), Client(), Client()
    member.force_login(lan)
    officer.force_login(mai)
    parts = {**_parts(listing, province), **trade_parts(listing, lan, mai)}
    return World(parts, _forms(guest, listing, province), [guest, member, officer])


@pytest.fixture(scope="package")
def made_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, dict[str, Path]]]:
    """Make the world once, in a database and folders of its own: making it for each of 150 addresses takes most of the time."""
    folder = tmp_path_factory.mktemp("world")
    folders = {"MEDIA_ROOT": folder / "media", "PRIVATE_ROOT": folder / "private", "SEARCH_INDEX_DIR": folder / "index"}
    with django_db_blocker.unblock(), _on_copy(f"{_worker(request)}_world"), override_settings(**folders), translation.override("vi"):
        made = _make_world()
        yield made, folders


def _as_it_was(client: Client) -> Client:
    copy = Client()
    copy.cookies = deepcopy(client.cookies)
    return copy


@pytest.fixture
def world(made_once: tuple[World, dict[str, Path]], settings: Any, db: None) -> World:
    """Give the world as it was made: what a test does in the database is undone, and its visitors are new."""
    made, folders = made_once
    for name, folder in folders.items():
        setattr(settings, name, folder)
    return replace(made, clients=[_as_it_was(client) for client in made.clients])
