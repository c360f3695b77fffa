"""A price is a whole number of đồng: the database refuses any other, whoever writes it. Oscar's own table has no such constraint."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_POSTGRES = "ALTER TABLE partner_stockrecord ADD CONSTRAINT stockrecord_whole_price CHECK (price IS NULL OR (price >= 0 AND price = trunc(price)))"
# SQLite adds no constraint to a table that stands; a trigger does the same.
_SQLITE = """CREATE TRIGGER stockrecord_whole_price_{action} BEFORE {action} ON partner_stockrecord
WHEN NEW.price IS NOT NULL AND (NEW.price < 0 OR NEW.price <> CAST(NEW.price AS INTEGER))
BEGIN SELECT RAISE(ABORT, 'stockrecord_whole_price'); END"""


def add(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Guard the column."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_POSTGRES)
        return
    for action in ("INSERT", "UPDATE"):
        editor.execute(_SQLITE.format(action=action))


def drop(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guard away."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE partner_stockrecord DROP CONSTRAINT stockrecord_whole_price")
        return
    for action in ("INSERT", "UPDATE"):
        editor.execute(f"DROP TRIGGER stockrecord_whole_price_{action}")


class Migration(migrations.Migration):
    dependencies = [("products", "0003_made_in"), ("partner", "0007_partneraddress_code")]

    operations = [migrations.RunPython(add, drop)]
