"""On what supply tax was withheld before that was written down: the label then decided, everybody was resident, all went within Vietnam."""

from django.db import migrations
from django.db.models import Q


def name_supplies(apps, editor):
    """Name the supply of each line of which tax was withheld."""
    taxed = apps.get_model("orders", "LineFacts").objects.filter(Q(withheld_vat__gt=0) | Q(withheld_income__gt=0), nature="")
    services = apps.get_model("products", "Listing").objects.filter(label="service").values("pk")
    home = {"residence": "resident", "destination": "home"}
    taxed.filter(listing_id__in=services).update(nature="service", **home)
    taxed.exclude(listing_id__in=services).update(nature="goods", **home)


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_supply")]

    operations = [migrations.RunPython(name_supplies, migrations.RunPython.noop)]
