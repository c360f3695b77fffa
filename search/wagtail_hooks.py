"""Where the department edits the occasions."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from search.models import Occasion


class OccasionViewSet(SnippetViewSet):
    """Occasions and what belongs to them."""

    model = Occasion
    icon = "calendar"
    list_display = ["name_vi", "code", "is_active"]
    panels = [FieldPanel(name) for name in ("name_vi", "name_en", "code", "phrases", "goods", "is_active")]
    add_to_admin_menu = True


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def register_occasions() -> OccasionViewSet:
    """Put the occasions into the menu of the editors."""
    return OccasionViewSet()
