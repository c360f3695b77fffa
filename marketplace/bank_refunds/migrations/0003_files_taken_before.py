from django.db import migrations


def put_into_a_file(apps, editor):
    """Put what an earlier release gave out, as the audit log says, into one file: the bank may be about to pay it."""
    accounts = apps.get_model("bank_refunds", "RefundAccount").objects.filter(refund__state="sent", released_at__isnull=False, file=None)
    entries = apps.get_model("audit", "AuditEntry").objects.filter(action="refunds.take-file", object_type="bank_refunds.refundaccount")
    waiting = [str(pk) for pk in accounts.values_list("pk", flat=True)]
    taken = {int(pk) for pk in entries.filter(object_id__in=waiting).values_list("object_id", flat=True)}
    if taken:
        file = apps.get_model("bank_refunds", "RefundFile").objects.create()
        accounts.filter(pk__in=taken).update(file=file)


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0001_initial"),
        ("bank_refunds", "0002_files"),
    ]

    operations = [migrations.RunPython(put_into_a_file, migrations.RunPython.noop)]
