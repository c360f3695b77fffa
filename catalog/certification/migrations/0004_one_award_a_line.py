from django.db import migrations, models


class Migration(migrations.Migration):
    # Apart from the step before: PostgreSQL makes no index on a table whose rows changed in the same transaction.
    dependencies = [("certification", "0003_two_lines_of_succession")]

    operations = [
        migrations.AddConstraint(
            model_name="award",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_on", None), ("stars__isnull", False), ("superseded_by", None), ("withdrawn_on", None)),
                fields=("key",),
                name="award_one_in_force_a_product",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_on", None), ("stars", None), ("superseded_by", None), ("withdrawn_on", None)),
                fields=("key",),
                name="award_one_potential_a_product",
            ),
        ),
    ]
