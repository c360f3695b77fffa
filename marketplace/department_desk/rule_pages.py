"""Rates and rules at the desk: exchange rates, commission, limits of cash, tax; and the monthly tax return."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from catalog.lib import clock
from catalog.lib.posted import posted_from
from catalog.lib.sheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_file
from catalog.rates.errors import RateRefused
from marketplace.accounts.permissions import Reach, reach_of
from marketplace.department_desk.guards import officer_of, officer_page
from marketplace.department_desk.rule_forms import RULES, MonthForm, RuleForm
from marketplace.department_desk.services import record_export
from marketplace.ledger.errors import RuleRefused
from marketplace.ledger.returns import monthly_return, return_header, return_sheet
from marketplace.orders.errors import LimitRefused


@require_safe
@officer_page("payments.see")
def rules(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Show what is on file, and the forms to whoever may keep them."""
    return _page(request)


def _page(request: HttpRequest, posted: RuleForm | None = None, name: str = "", *, status: int = 200) -> HttpResponse:
    forms = [(code, posted if posted is not None and code == name else kind(prefix=code)) for code, kind in RULES.items()]
    context = {
        "forms": [(code, form, list(form.rows())) for code, form in forms],
        "month": MonthForm(initial={"month": f"{clock.today():%m/%Y}"}),
        "may_set": reach_of(request.user, "payments.release") is not None,
        "here": "rules",
    }
    return render(request, "pages/desk/rules.html", context, status=status)


@officer_page("payments.release")
@posted_from("desk:rules")
def rule_keep(request: HttpRequest, reach: Reach, name: str) -> HttpResponse:
    """Put one rule on file."""
    if name not in RULES:
        raise Http404
    form = RULES[name](request.POST, prefix=name)
    if form.is_valid():
        try:
            form.keep(officer_of(request))
        except (RateRefused, RuleRefused, LimitRefused) as error:
            form.add_error(None, _("This cannot be taken so: %(why)s") % {"why": error})
        else:
            messages.success(request, _("It is on file."))
            return redirect("desk:rules")
    return _page(request, form, name, status=400)


@require_safe
@officer_page("payments.see")
def tax_return(request: HttpRequest, reach: Reach, form: str) -> HttpResponse:
    """Give the return of a month as csv or xlsx, in Vietnamese, and note who took it."""
    asked = MonthForm(request.GET)
    if not asked.is_valid() or form not in ("csv", "xlsx"):
        messages.error(request, _("Please write the month as 11/2026."))
        return redirect("desk:rules")
    month = asked.cleaned_data["month"]
    with override("vi"):
        header, rows = return_header(), list(return_sheet(monthly_return(month)))
    name = f"{month:%Y-%m}"
    record_export(officer=officer_of(request), name=f"tax-return {name}", form=form)
    data = b"".join(csv_lines(header, rows)) if form == "csv" else xlsx_file(name, header, rows)
    response = HttpResponse(data, content_type=CSV_TYPE if form == "csv" else XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="to-khai-{name}.{form}"'
    return response
