"""What an editor does in Wagtail stands in the audit log."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.audit.models import AuditEntry
from cms.home.models import HomePage
from cms.navigation.models import Footer
from marketplace.accounts.models import User
from tests.cms.media.test_editing import png, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser(email="bien.tap@cho-sao.example", password="mot-mat-khau-dai"))
    return client


def _entries() -> list[tuple[str, str, str]]:
    actor = User.objects.get(email="bien.tap@cho-sao.example").pk
    return [(entry.action, entry.object_type, entry.object_id) for entry in AuditEntry.objects.filter(actor_id=actor).order_by("pk")]


def test_publishing_and_taking_off_a_page(editor: Client) -> None:
    home = HomePage.objects.get(locale__language_code="vi")
    user = User.objects.get(email="bien.tap@cho-sao.example")
    home.title = "Chợ phiên"
    revision = home.save_revision(user=user, log_action=True)
    revision.publish(user=user)
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[home.pk]))
    found = _entries()
    key = ("home.homepage", str(home.pk))
    assert [action for action, *rest in found if tuple(rest) == key] == ["wagtail.edit", "wagtail.publish", "wagtail.unpublish"]
    assert AuditEntry.objects.get(action="wagtail.publish").after == {"revision": revision.pk}
    assert "Chợ phiên" not in str(list(AuditEntry.objects.values()))


def test_a_picture_an_occasion_and_the_foot(editor: Client) -> None:
    upload(editor, "lo-gom.png", png())
    editor.post(
        reverse("wagtailsnippets_marketsearch_occasion:add"),
        {"name_vi": "Rằm", "name_en": "Full moon", "code": "ram", "phrases": "ram", "goods": "xoi", "is_active": "on"},
    )
    home = HomePage.objects.get(locale__language_code="vi")
    site = home.get_site()
    foot = Footer.for_site(site)
    columns: dict[str, Any] = {f"columns_{code}-count": "0" for code in ("vi", "en")}
    editor.post(reverse("wagtailsettings:edit", args=["navigation", "footer", site.pk]), {"columns-count": "0", **columns})
    kinds = [(action, kind) for action, kind, _pk in _entries()]
    assert ("wagtail.create", "media.customimage") in kinds
    # Its service has written it, with what changed: not told twice.
    assert [one.action for one in AuditEntry.objects.filter(object_type="marketsearch.occasion")] == ["search.add_occasion"]
    assert ("wagtail.edit", "navigation.footer") in kinds, kinds
    assert foot.pk is not None


def test_what_a_command_does_is_nobodys_action() -> None:
    home = HomePage.objects.get(locale__language_code="vi")
    home.save_revision().publish()
    assert not AuditEntry.objects.filter(action__startswith="wagtail").exists()
