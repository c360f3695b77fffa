"""The addresses that a signed-in buyer keeps."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.lib.languages import current_language
from catalog.lib.posted import posted_from
from catalog.products.selectors import place_name
from marketplace.accounts.addresses import addresses_of, forget_address, get_address_for
from marketplace.accounts.models import SavedAddress, User
from marketplace.accounts.phones import format_mobile
from marketplace.checkout.forms import read_id


def saved_rows(user: object) -> list[tuple[SavedAddress, str]]:
    """Give the visitor's own addresses with the province's name; none for a guest."""
    if not isinstance(user, User):
        return []
    return [(one, place_name(one.province, current_language())) for one in addresses_of(user)]


def initial_of(user: object, address_id: str) -> dict[str, object]:
    """Give the fields of the visitor's own address of that number; nothing for any other."""
    number = read_id(address_id)
    if not isinstance(user, User) or number is None:
        return {}
    try:
        one = get_address_for(user, number)
    except SavedAddress.DoesNotExist:
        return {}
    return {"name": one.name, "phone": format_mobile(one.phone), "province": one.province_id, "commune": one.commune, "street": one.street}


@never_cache
@login_required
@require_safe
def address_list(request: HttpRequest) -> HttpResponse:
    """Show the addresses that the buyer keeps."""
    return render(request, "pages/checkout/addresses.html", {"rows": saved_rows(request.user)})


@login_required
@posted_from("checkout:addresses")
def address_forget(request: HttpRequest, address_id: int) -> HttpResponse:
    """Delete one of the buyer's own."""
    assert isinstance(request.user, User)  # noqa: S101  # signed in
    try:
        forget_address(user=request.user, address_id=address_id)
    except SavedAddress.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The address is deleted."))
    return redirect("checkout:addresses")
