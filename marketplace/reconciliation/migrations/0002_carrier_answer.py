"""A transfer may be a carrier's money for a settlement."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="bankrow",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("seen", "taken as proposed"),
                    ("assigned", "it is for an order"),
                    ("returned", "sent back by hand"),
                    ("foreign", "not a buyer's money"),
                    ("carrier", "a carrier pays a settlement"),
                ],
                max_length=10,
                verbose_name="decision",
            ),
        ),
        migrations.RemoveConstraint(model_name="bankrow", name="bank_row_answer_known"),
        migrations.AddConstraint(
            model_name="bankrow",
            constraint=models.CheckConstraint(
                condition=Q(answer__in=["", "seen", "assigned", "returned", "foreign", "carrier"]), name="bank_row_answer_known"
            ),
        ),
    ]
