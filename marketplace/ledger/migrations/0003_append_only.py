"""The books only grow. A migration of its own: PostgreSQL locks no table that has just been written to in the same transaction."""

from django.db import migrations

from catalog.lib.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_law_and_history")]

    operations = [append_only("ledger_journal"), append_only("ledger_entry")]
