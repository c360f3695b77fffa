"""Whatever comes in whatever order: each currency stays at zero, nothing is paid twice, nobody is owed below zero without a reason."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.lib import clock
from catalog.producers.models import Producer
from marketplace.accounts.models import User
from marketplace.ledger.models import CommissionRate, Entry, Journal
from marketplace.ledger.proofs import gaps
from marketplace.ledger.provider_postings import Settled, post_provider_settlement
from marketplace.ledger.selectors import imbalances, payable_to, unbalanced_journals
from marketplace.ledger.services import Foreign, post_return
from marketplace.orders.errors import UnableToMove
from marketplace.orders.models import LineFacts, Parcel, ParcelMove
from marketplace.orders.parcels import move_parcel
from marketplace.payments.errors import UnableToMoveMoney
from marketplace.payments.models import Refund
from marketplace.payments.refunds import move_refund
from marketplace.payouts.cash import note_cash_kept
from marketplace.payouts.errors import UnableToPayOut
from marketplace.payouts.models import Payout, PayoutItem, PayoutRun
from marketplace.payouts.services import answer_payout, cancel_run, prepare_run, release_run
from tests.factories.orders import rates
from tests.factories.payouts import officers, seller_with_account, sold
from tests.factories.products import vat_rates
from tests.races import IS_FULL

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]
EXAMPLES = 300 if IS_FULL else 15
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["sell", "sell waiting", "cancel", "return", "refund", "cash", "settle", "prepare", "release", "cancel run", "pay", "fail"]
        ),
        st.integers(min_value=0, max_value=5),
    ),
    min_size=3,
    max_size=14,
)
REASONS = ("return:", "undo:", "cash-kept:")


class Shop:
    """One producer, two officers, and the steps that money can take."""

    def __init__(self, producer: Producer, hoa: User, minh: User) -> None:
        self.producer, self.hoa, self.minh = producer, hoa, minh
        self.count = 0

    def step(self, name: str, number: int) -> None:
        """Do one step; what is refused changes nothing."""
        self.count += 1
        try:
            with transaction.atomic():
                getattr(self, name.replace(" ", "_"))(number)
        except (UnableToMove, UnableToMoveMoney, UnableToPayOut):
            pass

    def pick(self, rows: object, number: int) -> object | None:
        """Give one of the rows, or none."""
        found = list(rows.order_by("pk"))
        return found[number % len(found)] if found else None

    def sell(self, number: int) -> None:
        """A parcel delivered and paid."""
        sold(self.producer, number + 1)

    def sell_waiting(self, number: int) -> None:
        """A parcel that has not left yet."""
        sold(self.producer, number + 1, is_delivered=False, is_paid=number % 2 == 0)

    def cancel(self, number: int) -> None:
        """Cancel a parcel."""
        parcel = self.pick(Parcel.objects.all(), number)
        if parcel:
            move_parcel(parcel_id=parcel.pk, after="cancelled", by=ParcelMove.By.OFFICER)

    def return_(self, number: int) -> None:
        """All lines of a delivered parcel come back, once."""
        parcel = self.pick(Parcel.objects.filter(state="delivered"), number)
        if parcel:
            charges = [facts.charges for facts in LineFacts.objects.filter(parcel=parcel)]
            post_return(key=f"p{parcel.pk}", order_id=parcel.order_id, producer_id=parcel.producer_id, charges=charges)

    def refund(self, number: int) -> None:
        """A refund reaches its buyer."""
        refund = self.pick(Refund.objects.exclude(state__in=["done", "failed"]), number)
        if refund:
            for after in ("sent", "done", "failed") if number == 5 else ("sent", "done"):
                move_refund(refund_id=refund.pk, after=after, by="officer", provider_id=f"out-{refund.pk}")

    def cash(self, number: int) -> None:
        """The producer kept cash."""
        parcel = self.pick(Parcel.objects.filter(state="delivered"), number)
        if parcel:
            note_cash_kept(parcel_id=parcel.pk, amount=50_000, officer=self.hoa)

    def settle(self, number: int) -> None:
        """The card provider turns đồng into dollars."""
        parcel = self.pick(Parcel.objects.all(), number)
        if parcel:
            settled = Settled(currency="USD", gross=400 + number, fee=30)
            charged = Foreign("VND", 100_000)
            post_provider_settlement(key=f"t{parcel.pk}", order_id=parcel.order_id, charged=charged, settled=settled, dong=100_000)

    def prepare(self, number: int) -> None:
        """Prepare a run."""
        prepare_run(officer=self.hoa, key=f"k{self.count}", period_to=clock.today() - timedelta(days=1), minimum=number * 100_000)

    def release(self, number: int) -> None:
        """Release a run."""
        run = self.pick(PayoutRun.objects.filter(state="prepared"), number)
        if run:
            release_run(officer=self.minh, run_id=run.pk)

    def cancel_run(self, number: int) -> None:
        """Cancel a run."""
        run = self.pick(PayoutRun.objects.filter(state="prepared"), number)
        if run:
            cancel_run(officer=self.hoa, run_id=run.pk, reason="")

    def pay(self, number: int) -> None:
        """The bank paid."""
        payout = self.pick(Payout.objects.all(), number)
        if payout:
            answer_payout(payout_id=payout.pk, is_paid=True, officer=self.hoa)

    def fail(self, number: int) -> None:
        """The bank refused, or sent back."""
        payout = self.pick(Payout.objects.all(), number)
        if payout:
            answer_payout(payout_id=payout.pk, is_paid=False, officer=self.hoa)

    def check(self) -> None:
        """What always holds."""
        assert set(imbalances().values()) == {0}
        assert unbalanced_journals() == []
        assert [str(gap) for gap in gaps()] == []
        live = PayoutItem.objects.filter(is_live=True)
        assert live.count() == live.values("entry").distinct().count()
        for payout in Payout.objects.all():
            assert sum(payout.items.values_list("amount", flat=True)) == payout.amount
        if payable_to(self.producer.pk) < 0:
            undone = Entry.objects.filter(producer=self.producer, account="payable", amount__gt=0).values_list("journal__key", flat=True)
            assert any(key.startswith(REASONS) for key in undone)


setattr(Shop, "return", Shop.return_)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_the_books_hold_after_every_step(db: None, steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        rates()
        vat_rates()
        CommissionRate.objects.create(valid_from=date(2020, 1, 1), percent=Decimal("7.5"), source="Biểu phí 01")
        shop = Shop(seller_with_account(kind="household", price=33_333), *officers())
        for name, number in steps:
            shop.step(name, number)
            shop.check()
        assert (
            Journal.objects.filter(key__startswith="payout:").count() == Payout.objects.exclude(state__in=["prepared", "cancelled"]).count()
        )
        transaction.set_rollback(True)
