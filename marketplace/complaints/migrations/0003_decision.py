"""The department's reason stands beside the seller's answer; where it had taken its place, it moves."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def move_reasons(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Only the department rejects, and never without a reason: the words of a rejected complaint are its own."""
    rejected = apps.get_model("complaints", "Complaint").objects.filter(state="rejected")
    rejected.update(decision=models.F("answer"), answer="")


class Migration(migrations.Migration):

    dependencies = [("complaints", "0002_law_and_history")]

    operations = [
        migrations.AddField(
            model_name="complaint",
            name="decision",
            field=models.CharField(blank=True, max_length=1000, verbose_name="the department's reason"),
        ),
        migrations.RunPython(move_reasons, migrations.RunPython.noop),
    ]
