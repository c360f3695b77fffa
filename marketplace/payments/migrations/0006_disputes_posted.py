"""Disputes from before their postings: the money is away, undecided."""

from django.db import migrations

WON = "won"


def post_disputes(apps, editor):
    """Post each dispute that is not won and does not stand in the books."""
    journals, entry = apps.get_model("ledger", "Journal").objects, apps.get_model("ledger", "Entry")
    for dispute in apps.get_model("payments", "Dispute").objects.exclude(state=WON).filter(amount__gt=0).select_related("payment"):
        facts = {"order_id": dispute.payment.order_id}
        journal, is_new = journals.get_or_create(key=f"dispute:{dispute.provider_id}"[:60], defaults=facts)
        if is_new:
            amount = int(dispute.amount)
            lines = (("disputed", amount), ("clearing_card", -amount))
            entry.objects.bulk_create(entry(journal=journal, account=account, amount=part) for account, part in lines)


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0005_append_only"),
        ("ledger", "0007_append_only_again"),
    ]

    operations = [migrations.RunPython(post_disputes, migrations.RunPython.noop)]
