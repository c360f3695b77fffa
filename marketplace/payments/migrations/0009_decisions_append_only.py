"""Decisions about disputes only grow. A migration of its own, as for the other tables of that kind."""

from django.db import migrations

from catalog.lib.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("payments", "0008_dispute_decisions")]

    operations = [append_only("payments_disputedecision")]
