"""The withholding rates of Decree 117/2025/NĐ-CP and the books of orders placed before there were any."""

import datetime

from django.db import migrations

SOURCE = "Nghị định 117/2025/NĐ-CP, Điều 5"
SINCE = datetime.date(2025, 7, 1)
RATES = [("household", "goods", "1", "0.5"), ("household", "service", "5", "2")]
CLEARING = {"cash_on_delivery": "clearing_cash", "vietqr": "clearing_bank", "card": "clearing_card"}


def put_rates(apps, editor):
    """Put the decree's rates for households and individuals on file; companies and cooperatives declare themselves."""
    rate = apps.get_model("ledger", "WithholdingRate")
    for kind, nature, vat, income in RATES:
        rate.objects.get_or_create(
            producer_kind=kind,
            nature=nature,
            valid_from=SINCE,
            defaults={"vat_percent": vat, "income_percent": income, "source": SOURCE},
        )


def post(apps, key, order_id, lines):
    """Post one journal of (account, amount, producer) lines."""
    journal = apps.get_model("ledger", "Journal").objects.create(key=key, order_id=order_id)
    entry = apps.get_model("ledger", "Entry")
    entry.objects.bulk_create(
        entry(journal=journal, account=account, amount=int(amount), producer_id=producer) for account, amount, producer in lines if amount
    )


def post_history(apps, editor):
    """Post what happened before: nothing was taken off those sales, so the producer is owed the whole price of the goods."""
    for parcel in apps.get_model("orders", "Parcel").objects.filter(state__in=["ordered", "confirmed", "sent", "delivered"]):
        goods, shipping = parcel.goods_price, parcel.shipping_price
        lines = [("receivable", goods + shipping, None), ("payable", -goods, parcel.producer_id), ("shipping", -shipping, None)]
        post(apps, f"sale:{parcel.pk}", parcel.order_id, lines)
    for event in apps.get_model("payments", "PaymentEvent").objects.select_related("payment"):
        lines = [(CLEARING[event.payment.method], event.amount, None), ("receivable", -event.amount, None)]
        post(apps, f"arrival:{event.pk}", event.payment.order_id, lines)
    for refund in apps.get_model("payments", "Refund").objects.filter(state="done").select_related("payment"):
        lines = [("receivable", refund.amount, None), (CLEARING[refund.payment.method], -refund.amount, None)]
        post(apps, f"refund:{refund.pk}", refund.payment.order_id, lines)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
        ("orders", "0003_charges"),
        ("payments", "0003_cards"),
        ("producers", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(put_rates, migrations.RunPython.noop),
        migrations.RunPython(post_history, migrations.RunPython.noop),
    ]
