"""A stateful stand-in for Stripe on loopback, after Stripe's published behavior: `python -m fakes.stripe_server --port N`.

PaymentIntents (create, retrieve, update, cancel, confirm), refunds, idempotency keys, 3-D Secure, declines, disputes, signed
webhooks, and a small script in place of Stripe's own. It is not Stripe: the real Payment Element is never run here.

Cards, as in Stripe's test documentation: 4242 4242 4242 4242 succeeds, 4000 0025 0000 3155 asks for 3-D Secure,
4000 0000 0000 0002 is declined, 4000 0000 0000 0259 succeeds and is disputed.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import secrets
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

SUCCEEDS, ASKS, DECLINED, DISPUTED = "4242424242424242", "4000002500003155", "4000000000000002", "4000000000000259"
SCRIPT = Path(__file__).with_name("stripe_script.js")


class Refused(Exception):
    """An answer that is an error, in Stripe's shape."""

    def __init__(self, status: int, kind: str, message: str, code: str = "") -> None:
        self.status, self.body = status, {"error": {"type": kind, "message": message, "code": code or None}}
        super().__init__(message)


@dataclass
class State:
    """All that the stand-in knows; one lock guards it."""

    webhook_url: str = ""
    webhook_secret: str = "whsec_stand_in"  # of the stand-in
    intents: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    sends_webhooks: bool = True
    fails_with: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def new_id(self, prefix: str) -> str:
        """Give an id as Stripe writes them."""
        return f"{prefix}_{secrets.token_hex(12)}"

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


class PaymentIntents:
    """The life of intents and refunds."""

    def __init__(self, state: State) -> None:
        self.state = state

    def create(self, params: dict[str, str]) -> dict[str, Any]:
        """Make an intent."""
        amount = _amount(params)
        intent = {
            "id": self.state.new_id("pi"),
            "object": "payment_intent",
            "amount": amount,
            "amount_received": 0,
            "currency": params.get("currency", "").lower(),
            "status": "requires_payment_method",
            "metadata": {key[9:-1]: value for key, value in params.items() if key.startswith("metadata[")},
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
        try:
            return self.state.intents[intent_id]
        except KeyError as error:
            message = f"No such payment_intent: '{intent_id}'"
            raise Refused(404, "invalid_request_error", message, "resource_missing") from error

    def update(self, intent_id: str, params: dict[str, str]) -> dict[str, Any]:
        """Change the amount of an intent that has not been paid."""
        intent = self.find(intent_id)
        if intent["status"] in ("succeeded", "canceled"):
            raise Refused(400, "invalid_request_error", "This PaymentIntent cannot be updated", "payment_intent_unexpected_state")
        intent["amount"] = _amount(params)
        return intent

    def cancel(self, intent_id: str) -> dict[str, Any]:
        """Close an intent that has not been paid."""
        intent = self.find(intent_id)
        if intent["status"] in ("succeeded", "canceled"):
            raise Refused(400, "invalid_request_error", "You cannot cancel this PaymentIntent", "payment_intent_unexpected_state")
        intent["status"] = "canceled"
        self.state.tell("payment_intent.canceled", intent)
        return intent

    def confirm(self, intent_id: str, params: dict[str, str]) -> dict[str, Any]:
        """Pay with a card, as the browser does."""
        intent = self.find(intent_id)
        if params.get("client_secret") != intent["client_secret"]:
            raise Refused(401, "invalid_request_error", "The client secret does not belong to this PaymentIntent")
        if intent["status"] == "succeeded":
            return intent
        if intent["status"] == "canceled":
            raise Refused(400, "invalid_request_error", "This PaymentIntent has been canceled", "payment_intent_unexpected_state")
        card = "".join(params.get("card", "").split())
        if card == ASKS:
            intent["status"], intent["return_url"] = "requires_action", params.get("return_url", "")
            intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": {"url": f"/3ds/{intent['id']}"}}
            return intent
        if card not in (SUCCEEDS, DISPUTED):
            return self.decline(intent)
        return self.succeed(intent, is_disputed=card == DISPUTED)

    def decline(self, intent: dict[str, Any]) -> dict[str, Any]:
        """Refuse the card; the intent waits for another."""
        intent["status"], intent["next_action"] = "requires_payment_method", None
        self.state.tell("payment_intent.payment_failed", intent)
        raise Refused(402, "card_error", "Your card was declined.", "card_declined")

    def succeed(self, intent: dict[str, Any], *, is_disputed: bool = False) -> dict[str, Any]:
        """Take the money."""
        intent |= {
            "status": "succeeded",
            "amount_received": intent["amount"],
            "next_action": None,
            "latest_charge": self.state.new_id("ch"),
        }
        self.state.tell("payment_intent.succeeded", intent)
        if is_disputed:
            dispute = {"id": self.state.new_id("dp"), "object": "dispute", "payment_intent": intent["id"], "amount": intent["amount"]}
            self.state.tell("charge.dispute.created", dispute)
        return intent

    def refund(self, params: dict[str, str]) -> dict[str, Any]:
        """Pay back, never more than was taken."""
        intent = self.find(params.get("payment_intent", ""))
        amount = _amount(params)
        gone = sum(one["amount"] for one in self.state.refunds.values() if one["payment_intent"] == intent["id"])
        if intent["status"] != "succeeded" or gone + amount > intent["amount_received"]:
            raise Refused(
                400, "invalid_request_error", "Refund amount is greater than unrefunded amount on charge", "charge_already_refunded"
            )
        refund = {
            "id": self.state.new_id("re"),
            "object": "refund",
            "amount": amount,
            "currency": intent["currency"],
            "payment_intent": intent["id"],
            "status": "succeeded",
        }
        self.state.refunds[str(refund["id"])] = refund
        self.state.tell("refund.updated", refund)
        return refund


def _amount(params: dict[str, str]) -> int:
    try:
        amount = int(params["amount"])
    except (KeyError, ValueError) as error:
        raise Refused(400, "invalid_request_error", "Invalid integer: amount", "parameter_invalid_integer") from error
    if amount < 1:
        raise Refused(400, "invalid_request_error", "This value must be greater than or equal to 1.", "parameter_invalid_integer")
    return amount


class Handler(BaseHTTPRequestHandler):
    """HTTP around it."""

    state: State

    def do_GET(self) -> None:
        """Answer a question."""
        path = urlsplit(self.path).path
        if path == "/v3/":
            self._send(200, SCRIPT.read_bytes(), "text/javascript; charset=utf-8")
        elif path.startswith("/3ds/"):
            self._ask(path[5:])
        else:
            self._api("GET", path, {})

    def do_OPTIONS(self) -> None:
        """Let the shop's page call."""
        self._send(204, b"", "text/plain")

    def do_POST(self) -> None:
        """Take an order."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        path, params = urlsplit(self.path).path, dict(parse_qsl(body, keep_blank_values=True))
        if path.startswith("/3ds/"):
            self._answer_3ds(path[5:], params)
        else:
            self._api("POST", path, params)

    def _api(self, verb: str, path: str, params: dict[str, str]) -> None:
        try:
            with self.state.lock:
                self.state.requests.append((verb, path))
                if self.state.fails_with:
                    raise Refused(self.state.fails_with, "api_error", "The stand-in was told to fail")
                answer = self._once(verb, path, params)
            self._send(200, json.dumps(answer).encode())
        except Refused as error:
            self._send(error.status, json.dumps(error.body).encode())

    def _once(self, verb: str, path: str, params: dict[str, str]) -> dict[str, Any]:
        """Give the first answer again for a key that was seen; refuse the key with other parameters."""
        key, shape = self.headers.get("Idempotency-Key", ""), json.dumps([path, params], sort_keys=True)
        if verb == "POST" and key in self.state.answers:
            seen, answer = self.state.answers[key]
            if seen != shape:
                raise Refused(400, "idempotency_error", "Keys for idempotent requests can only be used with the same parameters")
            return answer
        fresh: dict[str, Any] = json.loads(json.dumps(self._route(verb, path.strip("/").split("/"), params)))
        if verb == "POST" and key:
            self.state.answers[key] = (shape, fresh)
        return fresh

    def _route(self, verb: str, parts: list[str], params: dict[str, str]) -> dict[str, Any]:
        intents = PaymentIntents(self.state)
        match verb, parts:
            case "POST", ["v1", "payment_intents"]:
                return intents.create(params)
            case "GET", ["v1", "payment_intents", intent_id]:
                return intents.find(intent_id)
            case "POST", ["v1", "payment_intents", intent_id]:
                return intents.update(intent_id, params)
            case "POST", ["v1", "payment_intents", intent_id, "cancel"]:
                return intents.cancel(intent_id)
            case "POST", ["v1", "payment_intents", intent_id, "confirm"]:
                return intents.confirm(intent_id, params)
            case "POST", ["v1", "refunds"]:
                return intents.refund(params)
            case _:
                raise Refused(404, "invalid_request_error", f"Unrecognized request URL ({verb}: /{'/'.join(parts)})")

    def _ask(self, intent_id: str) -> None:
        page = f"""<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>3-D Secure</title>
<h1>3-D Secure (stand-in)</h1><form method="post" action="/3ds/{escape(intent_id)}">
<button name="result" value="complete">Complete</button> <button name="result" value="fail">Fail</button></form>"""
        self._send(200, page.encode(), "text/html; charset=utf-8")

    def _answer_3ds(self, intent_id: str, params: dict[str, str]) -> None:
        intents = PaymentIntents(self.state)
        with self.state.lock:
            intent = intents.find(intent_id)
            try:
                if intent["status"] == "requires_action":
                    intents.succeed(intent) if params.get("result") == "complete" else intents.decline(intent)
            except Refused:
                pass  # the way back tells the shop, and the shop asks
            status = "succeeded" if intent["status"] == "succeeded" else "failed"
            query = urlencode({"payment_intent": intent_id, "redirect_status": status})
            target = f"{intent.get('return_url', '')}?{query}"
        self.send_response(303)
        self.send_header("Location", target)
        self.end_headers()

    def _send(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "*")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def serve(*, port: int, webhook_url: str = "", webhook_secret: str = "whsec_stand_in") -> tuple[ThreadingHTTPServer, State]:  # noqa: S107
    """Start it in a thread of this process; give server and state. The caller shuts it down."""
    state = State(webhook_url=webhook_url, webhook_secret=webhook_secret)
    server = ThreadingHTTPServer(("127.0.0.1", port), type("BoundHandler", (Handler,), {"state": state}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, state


def main() -> None:
    """Run until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--webhook", default="", help="address that hears of every event")
    parser.add_argument("--secret", default="whsec_stand_in", help="secret that messages are signed with")
    options = parser.parse_args()
    serve(port=options.port, webhook_url=options.webhook, webhook_secret=options.secret)
    threading.Event().wait()


if __name__ == "__main__":
    main()
