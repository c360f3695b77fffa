"""The books only grow, again. A migration of its own: PostgreSQL locks no table that has just been written to in the same transaction."""

from django.db import migrations

from catalog.lib.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_decree_and_gaps")]

    operations = [append_only("ledger_journal"), append_only("ledger_entry"), append_only("ledger_withholding")]
