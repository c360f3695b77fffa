"""A lost dispute is decided once, by an officer with the duty: the shop bears it, or the producer of a parcel; the books follow once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from catalog.audit.models import AuditEntry
from fakes.stripe_objects import DISPUTED, Objects, State
from marketplace.accounts.models import Appointment, User
from marketplace.ledger.models import Entry
from marketplace.ledger.selectors import payable_to
from marketplace.orders.disputes import decide_dispute
from marketplace.orders.errors import DisputeMoved, NothingToBear, NotYourDuty
from marketplace.orders.models import Parcel
from marketplace.orders.reconciling import findings
from marketplace.orders.services import place_order
from marketplace.payments.models import Dispute, DisputeDecision, Payment
from marketplace.payouts.payables import are_held
from tests.factories.cards import stand_in, swipe, tell_all
from tests.factories.orders import fill_basket, rates, request_for
from tests.factories.products import ListingFactory, vat_rates

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(settings: Any, db: None) -> Dispute:
    """A card payment of two producers that a buyer's bank took back for good."""
    rates()
    vat_rates()
    with stand_in(settings) as stripe:
        wishes = [(ListingFactory.create(offer=(price, 10)), 1) for price in (100_000, 50_000)]
        payment = Payment.objects.get(order=place_order(request_for(fill_basket(*wishes), method="card")))
        swipe(settings, payment, DISPUTED)
        tell_all(stripe)
        _close(stripe)
    return Dispute.objects.get()


def _close(stripe: State) -> None:
    Objects(stripe).close_dispute(Dispute.objects.get().provider_id, "lost")
    tell_all(stripe)


def parcels(dispute: Dispute) -> list[Parcel]:
    return list(Parcel.objects.filter(order=dispute.payment.order_id).order_by("pk"))


def loss() -> int:
    return int(Entry.objects.filter(account="differences").aggregate(total=Sum("amount"))["total"] or 0)


def test_the_shop_bears_it_and_the_producers_money_is_free(lost: Dispute, mai: User) -> None:
    first = parcels(lost)[0]
    assert are_held(first.producer_id, {first.order_id})
    assert [one.kind for one in findings()] == ["dispute"]
    decide_dispute(dispute_id=lost.pk, officer=mai, bearer="shop", reason="Thẻ bị đánh cắp, nhà sản xuất đã gửi hàng")
    assert not are_held(first.producer_id, {first.order_id})
    assert (payable_to(first.producer_id), loss()) == (100_000, int(lost.amount))
    assert list(findings()) == []
    assert AuditEntry.objects.get(action="payments.decide-dispute").actor_id == mai.pk
    call_command("ledger", "verify")


def test_a_producer_bears_what_it_gets_for_its_parcel_once(lost: Dispute, mai: User) -> None:
    first, other = parcels(lost)
    decide_dispute(dispute_id=lost.pk, officer=mai, bearer="maker", reason="Gửi sai hàng", parcel_ids={first.pk, 999})
    assert (payable_to(first.producer_id), payable_to(other.producer_id)) == (0, 50_000)
    assert loss() == int(lost.amount) - 100_000
    with pytest.raises(DisputeMoved):
        decide_dispute(dispute_id=lost.pk, officer=mai, bearer="shop", reason="Lần nữa")
    assert DisputeDecision.objects.get().borne_amount == 100_000
    call_command("ledger", "verify")


def test_a_part_that_was_taken_is_borne_as_a_part(lost: Dispute, mai: User) -> None:
    first = parcels(lost)[0]
    Dispute.objects.update(amount=(first.goods_price + first.shipping_price) / 2)
    decide_dispute(dispute_id=lost.pk, officer=mai, bearer="maker", reason="Thiếu hàng", parcel_ids=[first.pk])
    assert payable_to(first.producer_id) == 50_000


def test_who_lacks_the_duty_or_a_reason_decides_nothing(lost: Dispute, mai: User, dung: User) -> None:
    Appointment.objects.create(user=dung, duty=Appointment.Duty.PREPARE)
    with pytest.raises(NotYourDuty):
        decide_dispute(dispute_id=lost.pk, officer=dung, bearer="shop", reason="x")
    for facts in ({"bearer": "maker"}, {"bearer": "shop", "reason": " "}, {"bearer": "nobody"}, {"bearer": "maker", "parcel_ids": [0]}):
        with pytest.raises(NothingToBear):
            decide_dispute(**{"dispute_id": lost.pk, "officer": mai, "reason": "x", **facts})  # type: ignore[arg-type]  # mixed
    Dispute.objects.update(state="open")
    with pytest.raises(DisputeMoved):
        decide_dispute(dispute_id=lost.pk, officer=mai, bearer="shop", reason="x")
    assert DisputeDecision.objects.count() == 0
    assert not Entry.objects.filter(journal__key__startswith="dispute-borne").exists()


@pytest.mark.every_database
def test_a_decision_is_never_changed(lost: Dispute, mai: User) -> None:
    decide_dispute(dispute_id=lost.pk, officer=mai, bearer="shop", reason="x")
    for work in (lambda: DisputeDecision.objects.update(reason="y"), lambda: DisputeDecision.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            work()


def test_the_desk_shows_and_decides(lost: Dispute, mai: User, dung: User) -> None:
    desk, stranger = Client(), Client()
    desk.force_login(mai)
    stranger.force_login(dung)
    url, first = reverse("desk:dispute-decide", args=[lost.pk]), parcels(lost)[0]
    assert stranger.get(reverse("desk:disputes")).status_code == 404
    assert stranger.post(url, {"bearer": "shop", "reason": "x"}).status_code == 404
    assert desk.get(reverse("desk:disputes")).context["rows"][0].parcels[0].most == 100_000
    desk.post(url, {"bearer": "maker", "reason": ""})
    assert DisputeDecision.objects.count() == 0
    desk.post(url, {"bearer": "maker", "reason": "Gửi sai", "parcel": [str(first.pk), "x"]})
    assert DisputeDecision.objects.get().bearer == "maker"
    assert "Gửi sai" in desk.get(reverse("desk:disputes")).content.decode()
