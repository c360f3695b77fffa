"""Transfers at the bank by which carriers pay their settlements."""

import django.db.models.deletion
from django.db import migrations, models

from catalog.lib.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("carriers", "0001_initial"),
        ("reconciliation", "0002_carrier_answer"),
    ]

    operations = [
        migrations.CreateModel(
            name="CarrierTransfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("noted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="carriers.settlementfile",
                        verbose_name="settlement",
                    ),
                ),
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carrier_transfer",
                        to="reconciliation.bankrow",
                        verbose_name="transfer",
                    ),
                ),
            ],
            options={
                "verbose_name": "transfer of a carrier",
                "verbose_name_plural": "transfers of carriers",
                "ordering": ["pk"],
            },
        ),
        append_only("carriers_carriertransfer"),
    ]
