"""Paying on a provider's form: the page with it, the way back from it, and the provider's messages. The same for every method."""

from __future__ import annotations

import logging
from typing import cast

from csp.decorators import csp_update
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from catalog.lib import clock
from catalog.lib.languages import current_language
from catalog.lib.secret_pages import secret_page
from marketplace.checkout.given import forget_given
from marketplace.forks.shop import Order
from marketplace.orders.links import order_for_link
from marketplace.orders.selectors import order_page
from marketplace.orders.settling import hear, settle_asked
from marketplace.payments.currencies import quotes_for
from marketplace.payments.errors import ForgedMessage, ProviderUnavailable, UnknownMethod
from marketplace.payments.gateway import PayPage
from marketplace.payments.methods import gateway_for, gateway_for_webhook
from marketplace.payments.models import Payment

logger = logging.getLogger(__name__)


def _payment(number: str, signature: str) -> Payment:
    """Give the payment of an order that is paid on a page of its own."""
    try:
        order = order_for_link(number, signature)
    except (BadSignature, Order.DoesNotExist) as error:
        raise Http404 from error
    payment = Payment.objects.filter(order=order).first()
    if payment is None or not gateway_for(payment.method).has_pay_page:
        raise Http404
    return payment


@never_cache
@secret_page
@require_safe
def pay(request: HttpRequest, number: str, signature: str) -> HttpResponse:
    """Show the provider's form for an order that waits for its money; opening it twice opens the same payment."""
    payment = _payment(number, signature)
    forget_given(request)
    if payment.state != Payment.State.AWAITED:
        return redirect("checkout:order-detail", number, signature)
    context = {
        "page": order_page(payment.order, language=current_language()),
        "signature": signature,
        "quotes": quotes_for(payment.due, clock.today()),
    }
    try:
        form = gateway_for(payment.method).open(payment)
    except ProviderUnavailable as error:
        logger.warning("The form of payment %s cannot be shown: %s", payment.pk, error)
        return render(request, "pages/checkout/provider_unavailable.html", context, status=503)
    if not isinstance(form, PayPage):
        return redirect("checkout:pay-return", number, signature)
    return _with_form(request, form, context)


def _with_form(request: HttpRequest, form: PayPage, context: dict[str, object]) -> HttpResponse:
    """Show the form, and let the provider's script and frames in, on this page alone."""

    @csp_update(dict(form.csp))
    def shown(request: HttpRequest) -> HttpResponse:
        return render(request, form.template, {**context, **form.context})

    return cast(HttpResponse, shown(request))


@never_cache
@require_safe
def pay_return(request: HttpRequest, number: str, signature: str) -> HttpResponse:
    """Come back from the provider: ask how the payment stands, whatever the address says."""
    payment = _payment(number, signature)
    try:
        state = settle_asked(payment).state if payment.provider_id else payment.state
    except ProviderUnavailable:
        messages.info(request, _("We are still waiting for the bank's word. This page will show it; do not pay again."))
        return redirect("checkout:order-detail", number, signature)
    if state == Payment.State.AWAITED:
        messages.warning(request, _("The card has not been charged. You can try again, or use another card."))
        return redirect("checkout:pay", number, signature)
    return redirect("checkout:order-detail", number, signature)


@csrf_exempt
@require_POST
def provider_message(request: HttpRequest, provider: str) -> HttpResponse:
    """Hear a provider. Only its signature is believed; what has happened is asked for."""
    try:
        gateway = gateway_for_webhook(provider)
    except UnknownMethod as error:
        raise Http404 from error
    try:
        hear(gateway, gateway.read_message(request.body, request.headers))
    except ForgedMessage:
        return HttpResponse(status=400)
    except ProviderUnavailable:
        return HttpResponse(status=503)  # the provider tells again later
    return HttpResponse(status=200)
