"""The written pages of the demo shop: both languages, once, valid, from named sources, and they open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from wagtail.models import Page, Revision, Site

from catalog.lib.languages import Language
from cms.blocks.page import cover_picture
from cms.home.models import HomePage
from cms.navigation.models import Footer
from cms.pages.models import TextPage
from cms.regions.models import RegionPage
from cms.stories.models import StoryPage
from marketplace.demo import pages, pictures
from marketplace.demo.writing import blocks_of, rich_text
from tests.marketplace.demo.conftest import load_steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_shop")]


def written_pages(language: str) -> Iterator[Page]:
    """Give every published page of a language, as its own kind."""
    for page in Page.objects.filter(depth__gte=2, locale__language_code=language).live():
        yield page.specific


def test_every_page_has_its_translation() -> None:
    of_language = {language: list(Page.objects.filter(depth__gte=2, locale__language_code=language)) for language in Language.values}
    keys = {language: {page.translation_key for page in found} for language, found in of_language.items()}
    assert keys["vi"] == keys["en"]
    assert len(of_language["vi"]) == len(of_language["en"]) == len(keys["vi"])
    assert StoryPage.objects.count() >= 2 * 8
    assert RegionPage.objects.count() >= 2 * 6
    assert TextPage.objects.count() == 2 * 6


def test_loading_again_changes_nothing() -> None:
    def state() -> list[object]:
        rows = Page.objects.order_by("pk").values_list("pk", "path", "numchild", "title", "latest_revision", "last_published_at")
        return [*rows, Revision.objects.count(), Footer.objects.count()]

    before = state()
    load_steps()
    assert state() == before


def test_an_editor_s_change_survives() -> None:
    page = TextPage.objects.get(slug="lien-he")
    page.title = "Gọi cho chúng tôi"
    page.save_revision().publish()
    pages.load()
    assert TextPage.objects.get(pk=page.pk).title == "Gọi cho chúng tôi"


def test_stories_are_of_invented_makers() -> None:
    assert all(story.producer.is_sample for story in StoryPage.objects.select_related("producer"))


def test_stories_stand_newest_first_as_the_files_say() -> None:
    newest = StoryPage.objects.filter(locale__language_code="vi").order_by("-first_published_at").first()
    assert newest is not None
    assert newest.slug == "chiec-bat-thu-chin-muoi-bay"


@pytest.mark.parametrize("language", Language.values)
def test_every_page_opens(client: Client, language: str) -> None:
    opened = 0
    for page in written_pages(language):
        answer = client.get(page.get_url())
        assert answer.status_code == 200, page
        assert f'<html lang="{language}"' in answer.content.decode(), page
        assert page.title in answer.content.decode() or page.slug == language, page
        opened += 1
    assert opened >= 3 + 8 + 6 + 6


@pytest.mark.parametrize("language", Language.values)
def test_every_body_would_pass_the_editor(language: str) -> None:
    bodies = [page.body for page in written_pages(language) if hasattr(page, "body")]
    assert len(bodies) >= 1 + 8 + 6 + 6
    for body in bodies:
        assert len(body) > 0
        body.stream_block.clean(body)


def test_region_pages_name_their_sources() -> None:
    for region in RegionPage.objects.all():
        facts = [block.value for block in region.body if block.block_type == "facts"]
        assert facts, region.title
        assert all(fact["source"].startswith("http") for fact in facts), region.title
        assert not any(block.block_type == "quote" for block in region.body), "no words are put into real people's mouths"


def test_the_foot_links_live_pages_in_each_language() -> None:
    footer = Footer.for_site(Site.objects.get(is_default_site=True))
    for language, columns in (("vi", footer.columns_vi), ("en", footer.columns_en)):
        linked = [link["page"] for column in columns for link in column.value["links"] if link["page"]]
        assert len(linked) == 8
        assert {page.locale.language_code for page in linked} == {language}
        assert all(page.live for page in linked)


def test_home_opens_with_a_hero_and_shows_stars() -> None:
    for page in HomePage.objects.all():
        kinds = [block.block_type for block in page.body]
        assert kinds[0] == "hero"
        assert [block.value["source"] for block in page.body if block.block_type == "shelf"] == ["starred", "newest"]


def test_pages_without_a_cover_get_their_scene():
    pictures.hang_covers(width=400)
    stories_shown = list(StoryPage.objects.all())
    assert len(stories_shown) >= 16
    assert len({page.cover.raw_data[0]["value"]["image"] for page in stories_shown}) == len(stories_shown) // 2
    english = StoryPage.objects.filter(locale__language_code="en").first()
    assert cover_picture(english.cover).alt.startswith("Drawing: ")
    assert all("image" in block["value"] for page in HomePage.objects.all() for block in page.body.raw_data if block["type"] == "hero")
    revisions = Revision.objects.count()
    pictures.hang_covers(width=400)
    assert Revision.objects.count() == revisions


def test_lines_of_a_file_become_paragraphs_and_lists() -> None:
    assert rich_text("Một\nhai\n\n- ba\n- bốn\n  năm") == "<p>Một hai</p><ul><li>ba</li><li>bốn năm</li></ul>"


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(ValueError, match="poem"):
        blocks_of([{"poem": "x"}])
