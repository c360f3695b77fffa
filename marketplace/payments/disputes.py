"""Disputes are asked about: a provider's message may be lost, be late, or come out of order."""

from __future__ import annotations

import logging
from datetime import datetime

from marketplace.payments.errors import ProviderUnavailable
from marketplace.payments.methods import GATEWAYS, gateway_for
from marketplace.payments.models import Dispute
from marketplace.payments.services import note_dispute

logger = logging.getLogger(__name__)


def follow_disputes() -> int:
    """Ask how each dispute stands that has not ended; give how many moved. It asks over the network: no transaction may be open."""
    open_ones = Dispute.objects.filter(state=Dispute.State.OPEN).select_related("payment").order_by("pk")
    return sum(_follow(dispute) for dispute in open_ones)


def _follow(dispute: Dispute) -> bool:
    gateway = gateway_for(dispute.payment.method)
    if not gateway.is_offered:
        return False
    try:
        noted = note_dispute(gateway, gateway.ask_dispute(dispute.provider_id))
    except ProviderUnavailable as error:
        logger.warning("Dispute %s could not be asked about: %s", dispute.provider_id, error)
        return False
    return noted is not None and noted.state != dispute.state


def note_disputes_since(start: datetime) -> bool:
    """Note what providers list of disputes opened since then, known or not; give whether each of them answered."""
    has_answered = True
    for gateway in GATEWAYS.values():
        if not gateway.is_offered:
            continue
        try:
            listed = gateway.disputes_since(start)
        except ProviderUnavailable as error:
            logger.warning("The disputes of %s could not be asked for: %s", gateway.code, error)
            has_answered = False
            continue
        for dispute in listed:
            note_dispute(gateway, dispute)
    return has_answered
