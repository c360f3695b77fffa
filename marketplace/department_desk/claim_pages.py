"""One claim of the watch list: what the text says, and what an officer decides about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.claims.errors import UnableToDecideClaim
from catalog.claims.models import Claim
from catalog.claims.services import settle_claim
from marketplace.accounts.permissions import Reach
from marketplace.department_desk.claims import get_claim
from marketplace.department_desk.guards import officer_of, officer_page


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page("producers.verify")
def claim(request: HttpRequest, reach: Reach, claim_id: int) -> HttpResponse:
    """Show a claim; a pressed button decides it, with a reason."""
    row = get_claim(reach, claim_id)
    if request.method == "POST":
        try:
            settle_claim(
                claim=Claim.objects.get(pk=row.id),
                state=request.POST.get("act", ""),
                note=request.POST.get("why", "")[:300],
                officer=officer_of(request),
            )
        except UnableToDecideClaim as error:
            messages.error(request, str(error))
            return redirect("desk:claim", row.id)
        messages.success(request, _("The decision is noted."))
        return redirect("desk:list", "claims")
    return render(request, "pages/desk/claim.html", {"row": row, "here": "lists"})
