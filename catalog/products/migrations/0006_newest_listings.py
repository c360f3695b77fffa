from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0005_sign_claim_has_date'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='listing',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['-published_on', '-id'], name='listing_newest'),
        ),
    ]
