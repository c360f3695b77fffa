from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.apps.registry import Apps


def part_lines(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let awards with stars stand again that a record of potential five stars alone had superseded."""
    awards = apps.get_model("certification", "Award").objects
    for award in awards.iterator():
        following = award.superseded_by
        while following is not None and (following.stars is None) != (award.stars is None):
            following = following.superseded_by
        if following != award.superseded_by:
            awards.filter(pk=award.superseded_by_id, superseded_by=following).update(superseded_by=None, superseded_from=None)
            from_day = following.starts_on if following else None
            awards.filter(pk=award.pk).update(superseded_by=following, superseded_from=from_day)


class Migration(migrations.Migration):
    dependencies = [("certification", "0002_respell_keys")]

    operations = [
        migrations.AlterModelOptions(
            name="award",
            options={
                "permissions": [
                    ("approve_link", "Can join awards to listings and part them"),
                    ("revoke_award", "Can record that an award was revoked"),
                    ("correct_award", "Can correct or withdraw the record of an award"),
                ],
                "verbose_name": "award",
                "verbose_name_plural": "awards",
            },
        ),
        migrations.AddField(
            model_name="award",
            name="official_code",
            field=models.CharField(blank=True, db_index=True, max_length=60, verbose_name="product code as printed"),
        ),
        migrations.RemoveConstraint(model_name="award", name="award_one_in_force_a_product"),
        migrations.RunPython(part_lines, migrations.RunPython.noop),
    ]
