"""Where the department edits the search: occasions, its choices, and the report of what was asked."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from search.models import Favor, Occasion
from search.reports import QuestionsReport
from search.services import keep_favor, keep_occasion

QUESTIONS = "marketsearch.view_querycount"


class _Kept:
    """Saves by our service, which audits; Wagtail's own history is written besides."""

    def save_instance(self: Any) -> Any:
        """Save what the form holds."""
        instance = self.form.save(commit=False)
        if isinstance(instance, Favor):
            keep_favor(favor=instance, officer=self.request.user)
        else:
            keep_occasion(occasion=instance, officer=self.request.user)
        return super().save_instance()  # type: ignore[misc]  # of Wagtail's view beside


class KeptCreateView(_Kept, CreateView):
    """Adds one."""


class KeptEditView(_Kept, EditView):
    """Changes one."""


class OccasionViewSet(SnippetViewSet):
    """Occasions and what belongs to them."""

    model = Occasion
    icon = "calendar"
    list_display = ["name_vi", "code", "is_active"]
    panels = [FieldPanel(name) for name in ("name_vi", "name_en", "code", "phrases", "goods", "is_active")]
    add_view_class, edit_view_class = KeptCreateView, KeptEditView
    copy_view_enabled = False
    add_to_admin_menu = True


class FavorViewSet(SnippetViewSet):
    """What the department shows a little earlier for a while. One is ended by its last day, so that its trace stays."""

    model = Favor
    icon = "pick"
    list_display = ["__str__", "percent", "reason", "officer"]
    panels = [
        FieldPanel("product"),
        FieldPanel("group"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldPanel("percent"),
        FieldPanel("reason"),
    ]
    add_view_class, edit_view_class = KeptCreateView, KeptEditView
    copy_view_enabled = False
    add_to_admin_menu = True


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def register_tables() -> list[SnippetViewSet]:
    """Put occasions and choices into the menu of the editors."""
    return [OccasionViewSet(), FavorViewSet()]


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def register_questions_url() -> list[Any]:
    """Mount the report."""
    return [
        path("reports/questions/", QuestionsReport.as_view(), name="search_questions"),
        path("reports/questions/results/", QuestionsReport.as_view(results_only=True), name="search_questions_results"),
    ]


class _QuestionsItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        """Whether the reader may see what is asked."""
        return bool(request.user.has_perm(QUESTIONS))


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def register_questions_item() -> MenuItem:
    """Put the report into the menu."""
    return _QuestionsItem(_("What buyers look for"), reverse("search_questions"), icon_name="search", order=900)
