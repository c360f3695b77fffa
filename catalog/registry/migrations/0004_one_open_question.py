from django.db import migrations, models


class Migration(migrations.Migration):
    # Apart from the step before: PostgreSQL makes no index on a table whose rows changed in the same transaction.
    dependencies = [("registry", "0003_files_decisions_makers")]

    operations = [
        migrations.AddConstraint(
            model_name='record',
            constraint=models.UniqueConstraint(condition=models.Q(('line', 0), ('outcome', 'doubtful')), fields=('award',), name='record_one_open_question_an_award'),
        ),
    ]
