"""The search page and the pages of categories: one list, two ways in."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from catalog.certification.models import OcopGroup
from catalog.lib.languages import Language, current_language
from search.counting import count_query
from search.engines import engine
from search.engines.guarded import one_question
from search.facets import build_chips, build_facets, build_meaning_chips
from search.finding import find
from search.groups import category_slug
from search.queries import Dimension, Rank, SearchQuery, Sort, read_query, write_query
from search.way_out import find_way_out

SUGGESTED = 5
SUGGESTED_OTHERS = 2  # of each other kind
MIN_SUGGEST = 2
REASON_NAMES = {
    "available": _("can be bought today, or not"),
    "stars": _("stars in force"),
    "fresh": _("new"),
    "favored": _("department's choice"),
}
KIND_NAMES = {"product": _("Product"), "producer": _("Maker"), "story": _("Story"), "region": _("Region"), "place": _("Village")}


@one_question()
def _context(asked: SearchQuery, *, is_group_page: bool = False) -> dict[str, Any]:
    """Give what the list shows; on a group's page the group stands in the path, not among what can be taken off."""
    answer = find(asked)
    facets = build_facets(asked, answer)
    query = asked
    if is_group_page:
        query = asked.without(Dimension.GROUP)
        facets = [facet for facet in facets if facet.key != Dimension.GROUP]
    return {
        "query": query,
        "answer": answer,
        "facets": facets,
        "chips": build_meaning_chips(query, answer) + build_chips(query, facets),
        "sorts": list(Sort),
        "explained": [(card, rank, _reasons(rank)) for card, rank in zip(answer.cards, answer.ranks, strict=False)],
        "way_out": find_way_out(asked, answer, facets, is_group_page=is_group_page) if not answer.total else None,
        "address": write_query(query),
        "previous_url": f"?{write_query(query, page=answer.page - 1)}" if answer.page > 1 else "",
        "next_url": f"?{write_query(query, page=answer.page + 1)}" if answer.page < answer.pages else "",
    }


def _reasons(rank: Rank) -> list[tuple[Any, float]]:
    """Name what speaks for a hit, in hundredths of its score."""
    return [(REASON_NAMES[reason], 100 * part) for reason, part in rank.parts.items()]


def _may_explain(request: HttpRequest) -> bool:
    """Whether the reader asks why hits stand where they stand, and is one of those who look after the search."""
    return request.GET.get("explain") == "1" and request.user.has_perm("marketsearch.change_occasion")


def _render(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    if not _may_explain(request):
        context["explained"] = []
    is_fragment = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
    response = render(request, "pages/search/_results.html" if is_fragment else "pages/search/results.html", context)
    response["Vary"] = "HX-Request"
    if is_fragment:
        # The form sends every field; what is shared should say only what was chosen.
        response["HX-Push-Url"] = "?".join(filter(None, (request.path, context["address"])))
    return response


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, a page at a time."""
    query = read_query(request.GET, language=current_language())
    urls = {}
    for code in Language.values:
        with override(code):
            urls[code] = "?".join(filter(None, (reverse("search:search"), write_query(query))))
    context = _context(query)
    count_query(query, context["answer"], typed=request.GET.get("q", ""))
    return _render(request, {**context, "alternates": urls, "group": None})


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Answer what a typed beginning may become, as JSON for the search field; the field works without it."""
    query = read_query(request.GET, language=current_language())
    found = engine().suggest(query.text, query.language, SUGGESTED) if len(query.text) >= MIN_SUGGEST else []
    seen: Counter[str] = Counter()
    shown = []
    for hit in found:
        seen[hit.kind] += 1
        if hit.kind == "product" or seen[hit.kind] <= SUGGESTED_OTHERS:
            shown.append(hit)
    items = [{"kind": hit.kind, "label": str(KIND_NAMES.get(hit.kind, "")), "title": hit.title, "url": hit.url} for hit in shown]
    response = JsonResponse({"items": items}, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, public=True, max_age=60)
    return response


def category_alternates(group: OcopGroup) -> dict[str, str]:
    """Give a category page's address in each language."""
    urls = {}
    for code in Language.values:
        with override(code):
            urls[code] = reverse("search:category-detail", args=[category_slug(group, code)])
    return urls


@require_safe
def category_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a group's products; the same list as the search page with the group chosen."""
    language = current_language()
    groups = list(OcopGroup.objects.filter(valid_to=None).select_related("parent"))
    group = next((one for one in groups if slug in {category_slug(one, code) for code in Language.values} | {one.code}), None)
    if group is None:
        raise Http404
    if slug != category_slug(group, language):
        return redirect("search:category-detail", category_slug(group, language), permanent=True)
    query = read_query(request.GET, language=language)
    query = replace(query, filters={**query.filters, Dimension.GROUP: (group.code,)})
    children = [(child, category_slug(child, language)) for child in groups if child.parent_id == group.pk]
    return _render(
        request, {**_context(query, is_group_page=True), "alternates": category_alternates(group), "group": group, "children": children}
    )
