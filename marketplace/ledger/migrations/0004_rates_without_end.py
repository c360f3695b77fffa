"""What ended goes on as a rate of 0 %: from now on a rate runs until the next one begins."""

import datetime

from django.db import migrations


def end_by_zero(rates, zero, same):
    """Write the day after each end as a rate of nothing, where no other rate of the same kind begins by then."""
    for rate in rates.exclude(valid_to=None):
        day = rate.valid_to + datetime.timedelta(days=1)
        facts = {name: getattr(rate, name) for name in same}
        if not rates.filter(**facts, valid_from__gt=rate.valid_from, valid_from__lte=day).exists():
            rates.create(**facts, **zero, valid_from=day, source=f"Hết hạn: {rate.source}"[:200])


def end_all_by_zero(apps, editor):
    """Do so for commission and withholding; a rate without a source says so."""
    commissions = apps.get_model("ledger", "CommissionRate").objects
    commissions.filter(source="").update(source="–")
    end_by_zero(commissions, {"percent": 0}, [])
    withholdings = apps.get_model("ledger", "WithholdingRate").objects
    end_by_zero(withholdings, {"vat_percent": 0, "income_percent": 0}, ["producer_kind", "nature"])


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_append_only")]

    operations = [migrations.RunPython(end_all_by_zero, migrations.RunPython.noop)]
