"""The rest of Decree 117/2025/NĐ-CP, art. 5, and whatever of the past does not stand in the books yet. Both can run again."""

import datetime

from django.db import migrations
from django.db.models import Q

SOURCE = "Nghị định 117/2025/NĐ-CP, Điều 5"
SINCE = datetime.date(2025, 7, 1)
RATES = [
    ("resident", "goods", "home", "1", "0.5"),
    ("resident", "service", "home", "5", "2"),
    ("resident", "transport", "home", "3", "1.5"),
    ("resident", "goods", "export", "0", "0.5"),
    ("non_resident", "goods", "home", "1", "1"),
    ("non_resident", "service", "home", "5", "5"),
    ("non_resident", "transport", "home", "3", "2"),
]
CLEARING = {"cash_on_delivery": "clearing_cash", "vietqr": "clearing_bank", "card": "clearing_card"}
SOLD = ["ordered", "confirmed", "sent", "delivered"]
UNDONE = ["cancelled", "refused"]


def put_rates(apps, editor):
    """Put the decree's rates for households and individuals on file; companies and cooperatives declare themselves."""
    rate = apps.get_model("ledger", "WithholdingRate")
    for residence, nature, destination, vat, income in RATES:
        rate.objects.get_or_create(
            producer_kind="household",
            residence=residence,
            nature=nature,
            destination=destination,
            valid_from=SINCE,
            defaults={"vat_percent": vat, "income_percent": income, "source": SOURCE},
        )


def post(apps, key, order_id, lines, reverses=None):
    """Post one journal of (account, amount, producer) lines, if it is not posted."""
    journal, is_new = apps.get_model("ledger", "Journal").objects.get_or_create(key=key, defaults={"order_id": order_id, "reverses": reverses})
    if is_new:
        entry = apps.get_model("ledger", "Entry")
        entry.objects.bulk_create(
            entry(journal=journal, account=account, amount=int(amount), producer_id=producer)
            for account, amount, producer in lines
            if amount
        )
    return journal


def sale_lines(parcel, facts):
    """Give the lines of a parcel's sale, by what was frozen on its order lines."""
    commission = sum(line.commission for line in facts)
    vat, income = sum(line.withheld_vat for line in facts), sum(line.withheld_income for line in facts)
    return [
        ("receivable", parcel.goods_price + parcel.shipping_price, None),
        ("payable", commission + vat + income - parcel.goods_price, parcel.producer_id),
        ("commission", -commission, None),
        ("withheld_vat", -vat, parcel.producer_id),
        ("withheld_income", -income, parcel.producer_id),
        ("shipping", -parcel.shipping_price, None),
    ]


def post_parcels(apps):
    """Post each parcel that was sold, and the opposite for each that was sold and undone."""
    past = Q(state__in=[*SOLD, "refused"]) | Q(moves__after="ordered") | Q(moves__before__in=SOLD)
    facts = apps.get_model("orders", "LineFacts").objects
    for parcel in apps.get_model("orders", "Parcel").objects.filter(past).distinct().order_by("pk").iterator(chunk_size=500):
        lines = sale_lines(parcel, list(facts.filter(parcel_id=parcel.pk)))
        sale = post(apps, f"sale:{parcel.pk}", parcel.order_id, lines)
        if parcel.state in UNDONE:
            opposite = [(line.account, -line.amount, line.producer_id) for line in sale.entries.order_by("pk")]
            post(apps, f"undo:{parcel.pk}", parcel.order_id, opposite, reverses=sale)


def post_money(apps):
    """Post what arrived, what goes back, and what has gone back."""
    for event in apps.get_model("payments", "PaymentEvent").objects.select_related("payment").iterator(chunk_size=500):
        lines = [(CLEARING[event.payment.method], event.amount, None), ("receivable", -event.amount, None)]
        post(apps, f"arrival:{event.pk}", event.payment.order_id, lines)
    journals = apps.get_model("ledger", "Journal").objects
    for refund in apps.get_model("payments", "Refund").objects.select_related("payment").iterator(chunk_size=500):
        if journals.filter(key=f"refund:{refund.pk}").exists():
            continue  # posted in one step, as it was done then
        order_id, amount = refund.payment.order_id, refund.amount
        post(apps, f"refund-owed:{refund.pk}", order_id, [("receivable", amount, None), ("refunds", -amount, None)])
        if refund.state == "done":
            post(apps, f"refund:{refund.pk}", order_id, [("refunds", amount, None), (CLEARING[refund.payment.method], -amount, None)])


def write_withholdings(apps):
    """Write the lines of the monthly return for what was withheld before there was one."""
    withholding = apps.get_model("ledger", "Withholding")
    facts = apps.get_model("orders", "LineFacts").objects.exclude(nature="")
    signs = {"sale": 1, "undo": -1}
    journals = apps.get_model("ledger", "Journal").objects.filter(withholdings=None, entries__account__in=["withheld_vat", "withheld_income"])
    for journal in journals.distinct().order_by("pk"):
        kind, number = journal.key.split(":", 1)
        supplies = {}
        for line in facts.filter(parcel_id=number).select_related("parcel") if kind in signs else ():
            supplies.setdefault((line.nature, line.residence, line.destination), []).append(line)
        withholding.objects.bulk_create(
            withholding(
                journal=journal,
                producer_id=lines[0].parcel.producer_id,
                nature=supply[0],
                residence=supply[1],
                destination=supply[2],
                revenue=signs[kind] * int(sum(line.unit_price * line.quantity for line in lines)),
                vat=signs[kind] * int(sum(line.withheld_vat for line in lines)),
                income=signs[kind] * int(sum(line.withheld_income for line in lines)),
            )
            for supply, lines in supplies.items()
        )


def fill_gaps(apps, editor):
    """Post what happened and does not stand in the books."""
    post_parcels(apps)
    post_money(apps)
    write_withholdings(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0005_currencies_and_supplies"),
        ("orders", "0005_supply_of_history"),
        ("payments", "0003_cards"),
    ]

    operations = [
        migrations.RunPython(put_rates, migrations.RunPython.noop),
        migrations.RunPython(fill_gaps, migrations.RunPython.noop),
    ]
