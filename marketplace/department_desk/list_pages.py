"""The desk's lists as pages and as sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.lib import clock
from catalog.lib.sheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_file
from catalog.lib.vietnamese import nfc
from marketplace.accounts.permissions import Reach
from marketplace.department_desk.guards import officer_of, officer_page
from marketplace.department_desk.lists import LISTS, place_names
from marketplace.department_desk.services import record_export
from marketplace.department_desk.tables import DeskList, Value, Wishes

PAGE_SIZE = 50
STARS = ("5", "4", "3", "potential")
MONTHS = (6, 3, 1)
FORMS = ("csv", "xlsx")


def _list(name: str) -> DeskList:
    if name not in LISTS:
        raise Http404
    return LISTS[name]


def _wishes(request: HttpRequest) -> Wishes:
    """Read the filters; what is no known value is as if it were not there."""
    asked = request.GET
    stars, months, place = asked.get("stars", ""), asked.get("months", ""), asked.get("place", "")
    return Wishes(
        today=clock.today(),
        text=" ".join(nfc(asked.get("q", "")).split())[:100],
        stars=stars if stars in STARS else "",
        months=int(months) if months in map(str, MONTHS) else MONTHS[0],
        place_id=int(place) if place.isascii() and place.isdigit() and len(place) < 12 else None,
    )


@require_safe
@officer_page("registry.view_run")
def list_of_lists(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Lead to each list."""
    return render(request, "pages/desk/lists.html", {"lists": LISTS.values(), "here": "lists"})


@require_safe
@officer_page("registry.view_run")
def list_detail(request: HttpRequest, reach: Reach, name: str) -> HttpResponse:
    """Show one list, a page at a time."""
    desk_list, wishes = _list(name), _wishes(request)
    page = Paginator(desk_list.find(reach, wishes), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = desk_list.cells(list(page.object_list), wishes.today)
    context: dict[str, Any] = {
        "list": desk_list,
        "rows": [list(zip(desk_list.columns, row, strict=True)) for row in rows],
        "page": page,
        "wishes": wishes,
        "stars": STARS,
        "months": MONTHS,
        "place": place_names([wishes.place_id]).get(wishes.place_id or 0, ""),
        "query": _query(request),
        "here": "lists",
    }
    return render(request, "pages/desk/list.html", context)


def _query(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


# --- sheets

# Read and written a part at a time: a list of the whole country is long.
CHUNK = 500


@require_safe
@officer_page("registry.view_run")
def list_export(request: HttpRequest, reach: Reach, name: str, form: str) -> HttpResponse:
    """Give the list with its filters as csv or xlsx. No column holds an address, a phone or a number of a household."""
    if form not in FORMS:
        raise Http404
    desk_list, wishes = _list(name), _wishes(request)
    header, rows = desk_list.columns, _all_rows(desk_list, reach, wishes)
    record_export(officer=officer_of(request), name=name, form=form)
    if form == "csv":
        response = HttpResponse(b"".join(csv_lines(header, rows)), content_type=CSV_TYPE)
    else:
        response = HttpResponse(xlsx_file(str(desk_list.title), header, rows), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}-{wishes.today:%Y%m%d}.{form}"'
    return response


def _all_rows(desk_list: DeskList, reach: Reach, wishes: Wishes) -> Iterator[list[Value]]:
    found = desk_list.find(reach, wishes)
    for start in range(0, len(found) if isinstance(found, list) else found.count(), CHUNK):
        for row in desk_list.cells(list(found[start : start + CHUNK]), wishes.today):
            yield [cell.value for cell in row]
