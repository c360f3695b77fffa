"""A stateful stand-in for Stripe on loopback, after Stripe's published behavior: `python -m fakes.stripe_server --port N`.

PaymentIntents (create, retrieve, update, cancel, confirm), refunds, disputes, fees, idempotency keys with the errors that they
keep, 3-D Secure, declines, signed webhooks, and a small script in place of Stripe's own. It is not Stripe: the real Payment
Element is never run here. `stripe_objects` says which cards there are.
"""

from __future__ import annotations

import argparse
import json
import threading
import time
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fakes.stripe_objects import Objects, Refused, State, find, page

SCRIPT = Path(__file__).with_name("stripe_script.js")


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
            self._api("GET", path, dict(parse_qsl(urlsplit(self.path).query)))

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
        time.sleep(self.state.slow_seconds)
        try:
            with self.state.lock:
                self.state.requests.append((verb, path))
                status, answer = self._once(verb, path, params)
            self._send(status, json.dumps(answer).encode())
        except Refused as error:
            self._send(error.status, json.dumps(error.body).encode())

    def _once(self, verb: str, path: str, params: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Give the first answer again for a key that was seen, also an error; refuse the key with other parameters."""
        key, shape = self.headers.get("Idempotency-Key", ""), json.dumps([path, params], sort_keys=True)
        if verb == "POST" and key in self.state.answers:
            seen, status, answer = self.state.answers[key]
            if seen != shape:
                raise Refused(400, "idempotency_error", "Keys for idempotent requests can only be used with the same parameters")
            return status, answer
        status, answer = self._answer(verb, path, params)
        if verb == "POST" and key:
            self.state.answers[key] = (shape, status, answer)
        return status, answer

    def _answer(self, verb: str, path: str, params: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Answer anew; an error that Stripe would not keep is raised."""
        try:
            if self.state.fails_with:
                raise Refused(self.state.fails_with, "api_error", "The stand-in was told to fail")
            fresh: dict[str, Any] = json.loads(json.dumps(self._route(verb, path.strip("/").split("/"), params)))
        except Refused as error:
            if not error.is_kept:
                raise
            return error.status, error.body
        return 200, fresh

    def _route(self, verb: str, parts: list[str], params: dict[str, str]) -> dict[str, Any]:
        things = Objects(self.state)
        match verb, parts:
            case "POST", ["v1", "payment_intents"]:
                return things.create(params)
            case "POST", ["v1", "payment_intents", intent_id]:
                return things.update(intent_id, params)
            case "POST", ["v1", "payment_intents", intent_id, "cancel"]:
                return things.cancel(intent_id)
            case "POST", ["v1", "payment_intents", intent_id, "confirm"]:
                return things.confirm(intent_id, params)
            case "POST", ["v1", "refunds"]:
                return things.refund(params)
            case "GET", ["v1", *names]:
                return self._read(things, names, params)
            case _:
                raise Refused(404, "invalid_request_error", f"Unrecognized request URL ({verb}: /{'/'.join(parts)})")

    def _read(self, things: Objects, names: list[str], params: dict[str, str]) -> dict[str, Any]:
        state = self.state
        match names:
            case ["payment_intents"]:
                return things.intents_made(params)
            case ["payment_intents", thing_id]:
                return things.find(thing_id)
            case ["charges", thing_id]:
                return find(state.charges, "charge", thing_id)
            case ["balance_transactions", thing_id]:
                return find(state.balance, "balance transaction", thing_id)
            case ["disputes"]:
                return page(state.disputes, "disputes", params)
            case ["disputes", thing_id]:
                return find(state.disputes, "dispute", thing_id)
            case ["refunds"]:
                return things.refunds_of(params.get("payment_intent", ""))
            case ["refunds", thing_id]:
                return find(state.refunds, "refund", thing_id)
            case _:
                raise Refused(404, "invalid_request_error", f"Unrecognized request URL (GET: /{'/'.join(names)})")

    def _ask(self, intent_id: str) -> None:
        page = f"""<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>3-D Secure</title>
<h1>3-D Secure (stand-in)</h1><form method="post" action="/3ds/{escape(intent_id)}">
<button name="result" value="complete">Complete</button> <button name="result" value="fail">Fail</button></form>"""
        self._send(200, page.encode(), "text/html; charset=utf-8")

    def _answer_3ds(self, intent_id: str, params: dict[str, str]) -> None:
        intents = Objects(self.state)
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
