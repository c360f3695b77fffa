"""Arrivals and moves only grow. A migration of its own: PostgreSQL alters no table that was just written to."""

from django.db import migrations

from catalog.lib.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("payments", "0004_states_and_sources")]

    operations = [append_only("payments_paymentevent"), append_only("payments_paymentmove")]
