"""What the stand-in for Stripe knows: intents, charges, refunds, disputes, fees, and how each may change.

Cards, as in Stripe's test documentation: 4242 4242 4242 4242 succeeds, 4000 0025 0000 3155 asks for 3-D Secure,
4000 0000 0000 0002 is declined, 4000 0000 0000 0259 succeeds and is disputed, 4000 0000 0000 1976 succeeds and is asked about.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from typing import Any

SUCCEEDS, ASKS, DECLINED, DISPUTED = "4242424242424242", "4000002500003155", "4000000000000002", "4000000000000259"
INQUIRED = "4000000000001976"
# What we send, after Stripe's reference: parameters that must be there, and those that may be.
NEEDED = {"payment_intents": {"amount", "currency"}, "refunds": {"payment_intent"}}
KNOWN = {
    "payment_intents": {"amount", "currency", "automatic_payment_methods[enabled]"},
    "refunds": {"amount", "payment_intent"},
    "update": {"amount"},
}
FEE_PERCENT = 3
# What a fee is at least, and what the stand-in's own market pays for a whole unit: not Stripe's price list.
FEE_FIXED = {"vnd": 5_000, "usd": 30, "eur": 30}
DISPUTE_FEE = {"vnd": 390_000, "usd": 1_500, "eur": 2_000}
UNITS = {"vnd": 1, "usd": 100, "eur": 100}
DONG_PER_UNIT = {"vnd": 1, "usd": 25_500, "eur": 29_000}
# The smallest charge that Stripe documents for these; it is not the same for every account.
LEAST = {"usd": 50, "eur": 50}


class Refused(Exception):
    """An answer that is an error, in Stripe's shape; `is_kept` under an idempotency key, as Stripe does once work has begun."""

    def __init__(self, status: int, kind: str, message: str, code: str = "", *, is_kept: bool = True) -> None:
        self.status, self.body = status, {"error": {"type": kind, "message": message, "code": code or None}}
        self.is_kept = is_kept
        super().__init__(message)


@dataclass
class State:
    """All that the stand-in knows; one lock guards it."""

    webhook_url: str = ""
    webhook_secret: str = "whsec_stand_in"  # of the stand-in
    intents: dict[str, dict[str, Any]] = field(default_factory=dict)
    charges: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    disputes: dict[str, dict[str, Any]] = field(default_factory=dict)
    balance: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, tuple[str, int, dict[str, Any]]] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    sends_webhooks: bool = True
    fails_with: int = 0
    slow_seconds: float = 0
    refunds_as: str = "succeeded"
    settles_in: str = "vnd"
    lock: threading.RLock = field(default_factory=threading.RLock)

    def new_id(self, prefix: str) -> str:
        """Give an id as Stripe writes them."""
        return f"{prefix}_{secrets.token_hex(12)}"

    def forget_keys(self) -> None:
        """Let a day pass: Stripe keeps idempotency keys no longer."""
        self.answers.clear()

    def tell(self, kind: str, thing: dict[str, Any]) -> None:
        """Keep an event and send it, signed, as Stripe would."""
        event = {"id": self.new_id("evt"), "object": "event", "type": kind, "created": int(time.time()), "data": {"object": dict(thing)}}
        self.events.append(event)
        if self.sends_webhooks and self.webhook_url:
            threading.Thread(target=self.send, args=(event,), daemon=True).start()

    def signed(self, event: dict[str, Any]) -> tuple[bytes, str]:
        """Give body and signature header of an event (Stripe's scheme v1)."""
        body, stamp = json.dumps(event).encode(), int(time.time())
        mac = hmac.new(self.webhook_secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        return body, f"t={stamp},v1={mac}"

    def send(self, event: dict[str, Any]) -> None:
        """Deliver one event, three tries."""
        body, signature = self.signed(event)
        headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
        for wait in (0.05, 1, 5):
            time.sleep(wait)
            try:
                request = urllib.request.Request(self.webhook_url, body, headers)  # loopback
                urllib.request.urlopen(request, timeout=10).close()
                return
            except OSError:
                continue


def find(things: dict[str, dict[str, Any]], kind: str, thing_id: str) -> dict[str, Any]:
    """Give one thing, or refuse as Stripe does."""
    try:
        return things[thing_id]
    except KeyError as error:
        raise Refused(404, "invalid_request_error", f"No such {kind}: '{thing_id}'", "resource_missing", is_kept=False) from error


def page(things: dict[str, dict[str, Any]], kind: str, params: dict[str, str]) -> dict[str, Any]:
    """List things, newest first, a page at a time: `limit` of 1 to 100, `starting_after` an id, `created[gte]`."""
    ids = [key for key, one in things.items() if one["created"] >= int(params.get("created[gte]", 0))][::-1]
    start = ids.index(params["starting_after"]) + 1 if params.get("starting_after") in ids else 0
    end = start + min(int(params.get("limit", 10)), 100)
    return {"object": "list", "data": [things[key] for key in ids[start:end]], "has_more": end < len(ids), "url": f"/v1/{kind}"}


def check(kind: str, params: dict[str, str]) -> None:
    """Refuse what is missing or unknown, as Stripe does before it begins to work."""
    missing = sorted(NEEDED.get(kind, set()) - params.keys())
    if missing:
        raise Refused(400, "invalid_request_error", f"Missing required param: {missing[0]}.", "parameter_missing", is_kept=False)
    unknown = sorted(name for name in params if name not in KNOWN[kind] and not name.startswith("metadata["))
    if unknown:
        raise Refused(400, "invalid_request_error", f"Received unknown parameter: {unknown[0]}", "parameter_unknown", is_kept=False)


def _currency(params: dict[str, str]) -> str:
    currency = params["currency"].lower()
    if currency not in UNITS:
        message = f"Invalid currency: {currency}."
        raise Refused(400, "invalid_request_error", message, "parameter_invalid_empty", is_kept=False)
    return currency


def _amount(params: dict[str, str], currency: str = "vnd") -> int:
    try:
        amount = int(params["amount"])
    except (KeyError, ValueError) as error:
        raise Refused(400, "invalid_request_error", "Invalid integer: amount", "parameter_invalid_integer", is_kept=False) from error
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise Refused(400, "invalid_request_error", message, "parameter_invalid_integer", is_kept=False)
    if amount < LEAST.get(currency, 1):
        raise Refused(400, "invalid_request_error", "Amount must be no less than 50 cents", "amount_too_small", is_kept=False)
    return amount


def _metadata(params: dict[str, str]) -> dict[str, str]:
    return {key[9:-1]: value for key, value in params.items() if key.startswith("metadata[")}


class Objects:
    """The life of intents, charges, refunds and disputes."""

    def __init__(self, state: State) -> None:
        self.state = state

    def create(self, params: dict[str, str]) -> dict[str, Any]:
        """Make an intent."""
        check("payment_intents", params)
        currency = _currency(params)
        intent = {
            "id": self.state.new_id("pi"),
            "object": "payment_intent",
            "created": int(time.time()),
            "amount": _amount(params, currency),
            "amount_received": 0,
            "currency": currency,
            "status": "requires_payment_method",
            "metadata": _metadata(params),
            "latest_charge": None,
            "next_action": None,
            "last_payment_error": None,
        }
        intent["client_secret"] = f"{intent['id']}_secret_{secrets.token_hex(8)}"
        self.state.intents[str(intent["id"])] = intent
        self.state.tell("payment_intent.created", intent)
        return intent

    def find(self, intent_id: str) -> dict[str, Any]:
        """Give an intent."""
        return find(self.state.intents, "payment_intent", intent_id)

    def intents_made(self, params: dict[str, str]) -> dict[str, Any]:
        """List intents."""
        return page(self.state.intents, "payment_intents", params)

    def update(self, intent_id: str, params: dict[str, str]) -> dict[str, Any]:
        """Change the amount of an intent that has not been paid."""
        check("update", params)
        intent = self.find(intent_id)
        self._refuse_ended(intent, "This PaymentIntent cannot be updated")
        intent["amount"] = _amount(params, intent["currency"])
        return intent

    def cancel(self, intent_id: str) -> dict[str, Any]:
        """Close an intent that has not been paid."""
        intent = self.find(intent_id)
        self._refuse_ended(intent, "You cannot cancel this PaymentIntent")
        intent["status"] = "canceled"
        self.state.tell("payment_intent.canceled", intent)
        return intent

    def _refuse_ended(self, intent: dict[str, Any], message: str) -> None:
        if intent["status"] in ("succeeded", "canceled"):
            raise Refused(400, "invalid_request_error", message, "payment_intent_unexpected_state")

    def confirm(self, intent_id: str, params: dict[str, str]) -> dict[str, Any]:
        """Pay with a card, as the browser does."""
        intent = self.find(intent_id)
        if params.get("client_secret") != intent["client_secret"]:
            raise Refused(401, "invalid_request_error", "The client secret does not belong to this PaymentIntent", is_kept=False)
        if intent["status"] == "succeeded":
            return intent
        self._refuse_ended(intent, "This PaymentIntent has been canceled")
        card = "".join(params.get("card", "").split())
        if card == ASKS:
            intent["status"], intent["return_url"] = "requires_action", params.get("return_url", "")
            intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": {"url": f"/3ds/{intent['id']}"}}
            return intent
        if card not in (SUCCEEDS, DISPUTED, INQUIRED):
            return self.decline(intent)
        self.succeed(intent)
        if card == INQUIRED:
            self.inquire(intent)
        elif card == DISPUTED:
            self.escalate(self.inquire(intent, is_told=False), "charge.dispute.created")
        return intent

    def decline(self, intent: dict[str, Any]) -> dict[str, Any]:
        """Refuse the card; the intent waits for another."""
        intent["status"], intent["next_action"] = "requires_payment_method", None
        self.state.tell("payment_intent.payment_failed", intent)
        raise Refused(402, "card_error", "Your card was declined.", "card_declined")

    def succeed(self, intent: dict[str, Any]) -> dict[str, Any]:
        """Take the money, less the fee."""
        charge: dict[str, Any] = {
            "id": self.state.new_id("ch"),
            "object": "charge",
            "amount": intent["amount"],
            "amount_refunded": 0,
            "currency": intent["currency"],
            "payment_intent": intent["id"],
            "status": "succeeded",
        }
        charge["balance_transaction"] = self._book(charge, "charge", charge["id"], intent["amount"], takes_fee=True)
        self.state.charges[str(charge["id"])] = charge
        intent |= {"status": "succeeded", "amount_received": intent["amount"], "next_action": None, "latest_charge": charge["id"]}
        self.state.tell("payment_intent.succeeded", intent)
        self.state.tell("charge.succeeded", charge)
        return intent

    @staticmethod
    def fee(amount: int, currency: str = "vnd") -> int:
        """Give what the stand-in keeps of a charge, in the currency it settles in; not Stripe's price list."""
        return amount * FEE_PERCENT // 100 + FEE_FIXED[currency]

    @staticmethod
    def converted(amount: int, currency: str, target: str) -> int:
        """Turn minor units of one currency into those of another, at the stand-in's own market rate."""
        if currency == target:
            return amount
        dong = amount * DONG_PER_UNIT[currency] // UNITS[currency]
        return dong * UNITS[target] // DONG_PER_UNIT[target]

    def _book(self, thing: dict[str, Any], kind: str, source: str, amount: int, *, takes_fee: bool = False) -> str:
        """Write down what came of it in the account, which stands in one currency."""
        currency = self.state.settles_in
        settled = self.converted(amount, thing["currency"], currency)
        fee = self.fee(settled, currency) if takes_fee else 0
        facts = {"object": "balance_transaction", "type": kind, "source": source, "currency": currency}
        row: dict[str, Any] = {"id": self.state.new_id("txn"), "amount": settled, "fee": fee, "net": settled - fee, **facts}
        self.state.balance[row["id"]] = row
        return str(row["id"])

    def refund(self, params: dict[str, str]) -> dict[str, Any]:
        """Pay back, never more than was taken. Without our metadata it is one made on the dashboard."""
        check("refunds", params)
        intent = self.find(params["payment_intent"])
        amount = _amount(params)
        back = [one for one in self.state.refunds.values() if one["payment_intent"] == intent["id"] and one["status"] != "failed"]
        if intent["status"] != "succeeded" or sum(one["amount"] for one in back) + amount > intent["amount_received"]:
            message = "Refund amount is greater than unrefunded amount on charge"
            raise Refused(400, "invalid_request_error", message, "charge_already_refunded")
        refund: dict[str, Any] = {
            "id": self.state.new_id("re"),
            "object": "refund",
            "amount": amount,
            "charge": intent["latest_charge"],
            "currency": intent["currency"],
            "payment_intent": intent["id"],
            "metadata": _metadata(params),
            "status": self.state.refunds_as,
        }
        refund["balance_transaction"] = self._book(refund, "refund", refund["id"], -amount)
        self.state.refunds[str(refund["id"])] = refund
        charge = self.state.charges[str(intent["latest_charge"])]
        charge["amount_refunded"] += amount
        self.state.tell("refund.created", refund)
        self.state.tell("charge.refunded", charge)
        return refund

    def end_refund(self, refund_id: str, status: str) -> None:
        """Let a refund succeed or fail later, also after it had succeeded, as banks do."""
        refund = find(self.state.refunds, "refund", refund_id)
        refund["status"] = status
        if status == "failed":
            self._book(refund, "refund_failure", refund_id, refund["amount"])
        self.state.tell("refund.failed" if status == "failed" else "refund.updated", refund)

    def refunds_of(self, intent_id: str) -> dict[str, Any]:
        """List the refunds of an intent, newest first."""
        found = [one for one in self.state.refunds.values() if not intent_id or one["payment_intent"] == intent_id]
        return {"object": "list", "data": found[::-1], "has_more": False, "url": "/v1/refunds"}

    def inquire(self, intent: dict[str, Any], *, is_told: bool = True) -> dict[str, Any]:
        """Let the buyer's bank ask before it takes anything."""
        facts = {"payment_intent": intent["id"], "charge": intent["latest_charge"], "currency": intent["currency"]}
        facts |= {"object": "dispute", "created": int(time.time()), "amount": intent["amount"], "status": "warning_needs_response"}
        dispute = {"id": self.state.new_id("dp"), "balance_transactions": [], **facts}
        self.state.disputes[str(dispute["id"])] = dispute
        if is_told:
            self.state.tell("charge.dispute.created", dispute)
        return dispute

    def escalate(self, dispute: dict[str, Any], kind: str = "charge.dispute.funds_withdrawn") -> None:
        """Let the bank take the money back and ask for proof; the provider keeps a fee for it."""
        dispute["status"] = "needs_response"
        self._book_dispute(dispute, -dispute["amount"], DISPUTE_FEE[self.state.settles_in])
        self.state.tell(kind, dispute)

    def close_dispute(self, dispute_id: str, status: str) -> None:
        """Decide it: won gives the money back to the shop, less the fee, lost does not, `warning_closed` ends an inquiry."""
        dispute = find(self.state.disputes, "dispute", dispute_id)
        dispute["status"] = status
        if status == "won":
            self._book_dispute(dispute, dispute["amount"], 0)
        self.state.tell("charge.dispute.closed", dispute)

    def _book_dispute(self, dispute: dict[str, Any], amount: int, fee: int) -> None:
        row = self.state.balance[self._book(dispute, "adjustment", dispute["id"], amount)]
        row |= {"fee": fee, "net": row["amount"] - fee}
        dispute["balance_transactions"].append(row)
