"""The two trees of pages: Vietnamese at /, English at /en/, each with its lists of stories and regions.

Written here and not by a loader, so that every fresh database answers at / in both languages.
"""

import uuid

from django.db import migrations
from wagtail.models import Page as RealPage

STEP = RealPage.steplen
TREE = [
    # (key, parent, model, {language: (title, slug, introduction)})
    ("home", None, ("home", "HomePage"), {"vi": ("Chợ Sao", "vi", ""), "en": ("Chợ Sao", "en", "")}),
    (
        "stories",
        "home",
        ("stories", "StoryIndexPage"),
        {
            "vi": ("Câu chuyện", "cau-chuyen", "Người làm ra món hàng kể về nghề, về làng và về những mẻ hỏng."),
            "en": ("Stories", "stories", "The people behind the goods on their craft, their village and the batches that failed."),
        },
    ),
    (
        "regions",
        "home",
        ("regions", "RegionIndexPage"),
        {
            "vi": ("Vùng miền", "vung-mien", "Mỗi làng một nghề: đi theo bản đồ để gặp đặc sản."),
            "en": ("Regions", "regions", "One village, one craft: follow the map to the specialties."),
        },
    ),
]


def path_of(index, parent=""):
    """Give treebeard's path of the child number `index` (from 1) below `parent`."""
    return parent + RealPage._int2str(index).rjust(STEP, RealPage.alphabet[0])


def plant(apps, schema_editor):
    """Replace Wagtail's welcome page by the two trees."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    # Deleting the welcome page takes Wagtail's first site with it.
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    root = Page.objects.get(depth=1)
    keys = {key: uuid.uuid4() for key, *_ in TREE}
    homes = {}
    for number, language in enumerate(("vi", "en"), start=1):
        locale, _ = Locale.objects.get_or_create(language_code=language)
        home_path = path_of(number, root.path)
        for position, (key, parent, (app, model), texts) in enumerate(TREE):
            title, slug, intro = texts[language]
            content_type, _ = ContentType.objects.get_or_create(app_label=app, model=model.lower())
            fields = {"intro": intro} if intro else {}
            page = apps.get_model(app, model).objects.create(
                title=title,
                draft_title=title,
                slug=slug,
                path=path_of(position, home_path) if parent else home_path,
                depth=3 if parent else 2,
                numchild=0 if parent else len(TREE) - 1,
                url_path=f"/{language}/{slug}/" if parent else f"/{slug}/",
                content_type=content_type,
                locale=locale,
                translation_key=keys[key],
                live=True,
                **fields,
            )
            homes.setdefault(language, page)
    root.numchild = Page.objects.filter(depth=2).count()
    root.save(update_fields=["numchild"])
    Site.objects.create(hostname="localhost", port=80, site_name="Chợ Sao", root_page_id=homes["vi"].pk, is_default_site=True)


def uproot(apps, schema_editor):
    """Take the trees away again, with all that grew on them."""
    Page = apps.get_model("wagtailcore", "Page")
    Page.objects.filter(depth__gte=2).delete()
    Page.objects.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("stories", "0001_initial"),
        ("regions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(plant, uproot)]
