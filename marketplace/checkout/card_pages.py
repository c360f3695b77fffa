"""Paying by card: the page with the provider's form, the way back from it, and the provider's messages."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from catalog.lib.languages import current_language
from marketplace.forks.shop import Order
from marketplace.orders.links import order_for_link
from marketplace.orders.selectors import order_page
from marketplace.orders.services import settle_card
from marketplace.payments.errors import CardsUnavailable, ForgedMessage
from marketplace.payments.models import Dispute, Method, Payment
from marketplace.payments.services import finish_refund
from marketplace.payments.stripe import open_intent, read_message

logger = logging.getLogger(__name__)


def _with_the_providers_script(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Allow the provider's script and frames, on this page alone; read the origin late, so that tests can set it."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponse:
        script = settings.STRIPE_SCRIPT_ORIGIN
        api = settings.STRIPE_API_URL or "https://api.stripe.com"
        frames = [script] if settings.STRIPE_API_URL else [script, "https://hooks.stripe.com"]
        changes = {"script-src": [script], "frame-src": frames, "connect-src": [api, script]}
        answer: Any = csp_update(changes)(view)(*args, **kwargs)
        return cast(HttpResponse, answer)

    return wrapped


def _card_payment(number: str, signature: str) -> Payment:
    try:
        order = order_for_link(number, signature)
    except (BadSignature, Order.DoesNotExist) as error:
        raise Http404 from error
    payment = Payment.objects.filter(order=order, method=Method.CARD).first()
    if payment is None:
        raise Http404
    return payment


@never_cache
@require_safe
@_with_the_providers_script
def card_pay(request: HttpRequest, number: str, signature: str) -> HttpResponse:
    """Show the provider's form for an order that waits for its money; opening it twice opens the same payment."""
    payment = _card_payment(number, signature)
    if payment.state != Payment.State.AWAITED:
        return redirect("checkout:order-detail", number, signature)
    context: dict[str, Any] = {"page": order_page(payment.order, language=current_language()), "signature": signature}
    try:
        intent = open_intent(payment)
    except CardsUnavailable as error:
        logger.warning("The card form of payment %s cannot be shown: %s", payment.pk, error)
        return render(request, "pages/checkout/card_unavailable.html", context, status=503)
    if intent.is_paid:
        return redirect("checkout:card-return", number, signature)
    context |= {
        "script_url": f"{settings.STRIPE_SCRIPT_ORIGIN}/v3/",
        "publishable_key": settings.STRIPE_PUBLISHABLE_KEY,
        "client_secret": intent.client_secret,
        "is_stand_in": bool(settings.STRIPE_API_URL),
    }
    response = render(request, "pages/checkout/card.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_safe
def card_return(request: HttpRequest, number: str, signature: str) -> HttpResponse:
    """Come back from the provider: ask how the payment stands, whatever the address says."""
    payment = _card_payment(number, signature)
    try:
        state = settle_card(payment).state if payment.provider_id else payment.state
    except CardsUnavailable:
        messages.info(request, _("We are still waiting for the bank's word. This page will show it; do not pay again."))
        return redirect("checkout:order-detail", number, signature)
    if state == Payment.State.AWAITED:
        messages.warning(request, _("The card has not been charged. You can try again, or use another card."))
        return redirect("checkout:card-pay", number, signature)
    return redirect("checkout:order-detail", number, signature)


@csrf_exempt
@require_POST
def card_message(request: HttpRequest) -> HttpResponse:
    """Hear the provider. Only the signature is believed; what has happened is asked for."""
    try:
        kind, object_id = read_message(request.body, request.headers.get("Stripe-Signature", ""))
    except ForgedMessage:
        return HttpResponse(status=400)
    try:
        _follow(kind, object_id, request)
    except CardsUnavailable:
        return HttpResponse(status=503)  # the provider tells again later
    return HttpResponse(status=200)


def _follow(kind: str, object_id: str, request: HttpRequest) -> None:
    if kind.startswith("payment_intent."):
        payment = Payment.objects.filter(provider_id=object_id).first()
        if payment is not None:
            settle_card(payment)
    elif kind in ("refund.updated", "charge.refund.updated"):
        finish_refund(object_id)
    elif kind == "charge.dispute.created":
        _note_dispute(object_id, request)


def _note_dispute(dispute_id: str, request: HttpRequest) -> None:
    intent_id = json.loads(request.body)["data"]["object"].get("payment_intent") or ""
    payment = Payment.objects.filter(provider_id=intent_id).exclude(provider_id="").first()
    if payment is not None:
        Dispute.objects.get_or_create(provider_id=dispute_id, defaults={"payment": payment})
