from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from catalog.lib.vietnamese import spelling_key


def respell(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write the keys of awards with their marks: finer than before, so that no two can clash."""
    award_class = apps.get_model("certification", "Award")
    for award in award_class.objects.iterator():
        award.key = f"{spelling_key(award.product_name)}|{spelling_key(award.maker_name)}"[:300]
        award.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("certification", "0001_initial")]
    operations = [migrations.RunPython(respell, migrations.RunPython.noop)]
