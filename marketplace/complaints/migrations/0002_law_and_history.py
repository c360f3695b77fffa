"""Moves only grow; the terms of the consumer law stand from the first day."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from catalog.lib.append_only import append_only

LAW = "Luật 19/2023/QH15, điều 38 (30 ngày) và điều 57 khoản 2 (07 ngày làm việc)"


def add_terms(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the terms in force since 1 July 2024 on file."""
    term = apps.get_model("complaints", "ComplaintTerm")
    term.objects.get_or_create(
        valid_from=date(2024, 7, 1), defaults={"days_to_file": 30, "working_days_to_answer": 7, "source": LAW}
    )


class Migration(migrations.Migration):

    dependencies = [("complaints", "0001_initial")]

    operations = [
        append_only("complaints_complaintmove"),
        migrations.RunPython(add_terms, migrations.RunPython.noop),
    ]
