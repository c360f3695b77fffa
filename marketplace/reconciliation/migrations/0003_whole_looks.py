"""When the providers' whole lists were last read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0002_carrier_answer")]

    operations = [
        migrations.CreateModel(
            name="WholeLook",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("looked_at", models.DateTimeField(verbose_name="looked at")),
            ],
            options={
                "verbose_name": "whole look at the providers' lists",
                "verbose_name_plural": "whole looks at the providers' lists",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="whole_look_only")],
            },
        ),
    ]
