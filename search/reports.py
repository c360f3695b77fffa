"""The department's report of what buyers look for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from catalog.lib import clock
from search.counting import totals_between
from search.models import QueryCount

DAYS = 30


class QuestionsReport(ReportView):
    """Questions of the last thirty days, those that found nothing first; asked fewer than five times stay hidden."""

    model = QueryCount
    page_title = _("What buyers look for")
    header_icon = "search"
    index_url_name = "search_questions"
    index_results_url_name = "search_questions_results"
    list_export: list[str] = []
    default_ordering = ["-empty", "-times"]
    columns = [
        Column("folded", label=_("Question")),
        Column("language", label=_("Language")),
        Column("times", label=_("Asked"), sort_key="times"),
        Column("empty", label=_("Found nothing"), sort_key="empty"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse whoever does not look after the search."""
        if not request.user.has_perm("marketsearch.view_querycount"):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> Any:
        """Give the sums of thirty days."""
        today = clock.today()
        return totals_between(today - timedelta(days=DAYS - 1), today)

    def get_queryset(self) -> Any:
        """Give them in the order asked for."""
        return self.order_queryset(self.get_base_queryset())
