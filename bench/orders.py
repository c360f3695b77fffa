"""Buy by HTTP, as a guest without JavaScript does: `python -m bench.orders SHOP PORT`, products as JSON on standard input.

Every order is a new visitor: product page, basket, checkout, place, thank-you page; every redirect is followed. With a number behind
the port, lists of products come in, and as many buyers press the last button at once.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from bench.load import HEADER


class Fields(HTMLParser):
    """Collects the fields of all forms of a page: the value of each name, and the options of each choice."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.options: dict[str, list[str]] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note inputs, choices and their options."""
        values = dict(attrs)
        if tag == "input" and values.get("name"):
            self.values[str(values["name"])] = values.get("value") or ""
        elif tag == "select":
            self._select = values.get("name") or ""
        elif tag == "option" and self._select and values.get("value"):
            self.options.setdefault(self._select, []).append(str(values["value"]))


class Visitor:
    """A browser of its own: cookies, redirects, forms."""

    def __init__(self, port: int) -> None:
        self.port, self.queries, self.last_queries, self.url = port, 0, 0, "/"
        self.cookies: dict[str, str] = {}
        # The shop limits orders by network; each visitor comes from one of his own.
        self.network = f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{1 + secrets.randbelow(254)}"

    def ask(self, method: str, path: str, data: dict[str, str] | None = None) -> Fields:
        """Ask, follow redirects, give the fields of the page."""
        status, target, page = self.once(method, path, urlencode(data) if data else None)
        for _ in range(6):
            if status not in (301, 302, 303):
                break
            path = urljoin(path, target)
            status, target, page = self.once("GET", path, None)
        self.url = path
        if status != 200:
            raise SystemExit(f"{method} {path} answered {status}")
        return Fields(page)

    def once(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        """Ask once; give status, where it leads, and the page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "X-Forwarded-For": self.network}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{self.port}{self.url}"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.update({key: morsel.value for key, morsel in SimpleCookie(value).items()})
        self.last_queries = int(answer.getheader(HEADER) or 0)
        self.queries += self.last_queries
        connection.close()
        parts = urlsplit(answer.getheader("Location") or "")
        return answer.status, parts.path + (f"?{parts.query}" if parts.query else ""), page

    def send(self, path: str, page: Fields, **values: str) -> Fields:
        """Send a form with its secret against forged requests."""
        return self.ask("POST", path, {"csrfmiddlewaretoken": page.values["csrfmiddlewaretoken"], **values})


Press = tuple[str, dict[str, str]]


def fill_basket(visitor: Visitor, products: list[dict[str, Any]]) -> None:
    """Put a piece of each into the basket of our shop."""
    for product in products:
        page = visitor.ask("GET", product["path"])
        visitor.send("/gio-hang/them/", page, product=str(product["id"]), quantity="1")


def give_address(visitor: Visitor) -> tuple[dict[str, str], Fields]:
    """Say in our shop who receives the order; give that, and the page of the last look."""
    page = visitor.ask("GET", "/dat-hang/")
    who = {
        "name": "Nguyễn Văn Đo",
        "phone": f"0912{secrets.randbelow(10**6):06}",
        "province": page.options["province"][0],
        "commune": "Ba Đình",
        "street": "1 phố Đo",
    }
    return who, visitor.send("/dat-hang/", page, **who)


def ready_ours(visitor: Visitor, products: list[dict[str, Any]]) -> Press:
    """Put a piece of each into the basket and go to the last button, cash on delivery; give where it leads, with its fields."""
    fill_basket(visitor, products)
    who, page = give_address(visitor)
    names = ("csrfmiddlewaretoken", "total_seen", "token")
    return "/dat-hang/xac-nhan/", {**who, "method": "cash_on_delivery", "consent": "on", **{name: page.values[name] for name in names}}


def ready_stock(visitor: Visitor, products: list[dict[str, Any]]) -> Press:
    """The same on stock Oscar: gateway, address, the only shipping method, payment without a provider, preview."""
    for product in products:
        page = visitor.ask("GET", product["path"])
        visitor.send(f"/basket/add/{product['id']}/", page, quantity="1")
    page = visitor.ask("GET", "/checkout/")
    page = visitor.send("/checkout/", page, username="do@example.com", options="anonymous")
    who = {"first_name": "Văn Đo", "last_name": "Nguyễn", "line1": "1 phố Đo", "line4": "Hà Nội", "postcode": "100000", "country": "VN"}
    visitor.send("/checkout/shipping-address/", page, **who)
    page = visitor.ask("GET", "/checkout/preview/")
    return "/checkout/preview/", {"csrfmiddlewaretoken": page.values["csrfmiddlewaretoken"], "action": "place_order"}


READY: dict[str, Callable[[Visitor, list[dict[str, Any]]], Press]] = {"ours": ready_ours, "stock": ready_stock}
PLACED = {"ours": "/don-hang/", "stock": "/checkout/thank-you/"}


def buy(shop: str, visitor: Visitor, products: list[dict[str, Any]]) -> float:
    """Buy a piece of each product, to the thank-you page; give the milliseconds of the last press."""
    path, fields = READY[shop](visitor, products)
    start = time.perf_counter()
    visitor.ask("POST", path, fields)
    return _done(visitor, PLACED[shop], start)


def press_at_once(shop: str, port: int, wishes: list[list[dict[str, Any]]], at_once: int, pid: str = "") -> dict[str, Any]:
    """Let a visitor for each wish go to the last button, then press all of them, so many at a time; what is timed is the pressing.

    An order counts when the shop has answered with the way to its page: it is committed then. `pid` names a worker whose processor
    time while they press is told too.
    """
    visitors = [Visitor(port) for _wish in wishes]
    with ThreadPoolExecutor(at_once) as pool:
        begin = time.perf_counter()
        presses = list(pool.map(READY[shop], visitors, wishes))
        before, ready = cpu_seconds(pid), time.perf_counter()
        times = list(pool.map(lambda pair: _press(shop, *pair), zip(visitors, presses, strict=True)))
        end = time.perf_counter()
    queries = [visitor.last_queries for visitor in visitors]
    spent = cpu_seconds(pid) - before
    return {"times": times, "press_cpu_seconds": spent, "seconds": end - ready, "ready_seconds": ready - begin, "queries": queries}


def cpu_seconds(pid: str) -> float:
    """Give the processor time of a process so far; of none, nothing."""
    if not pid:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _press(shop: str, visitor: Visitor, press: Press) -> float:
    start = time.perf_counter()
    status, target, _page = visitor.once("POST", press[0], urlencode(press[1]))
    if status not in (302, 303) or not target.startswith(PLACED[shop]):
        raise SystemExit(f"The order was answered with {status} {target}")
    return (time.perf_counter() - start) * 1000


def _done(visitor: Visitor, wanted: str, start: float) -> float:
    if not visitor.url.startswith(wanted):
        raise SystemExit(f"The order ended at {visitor.url}, not at {wanted}")
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Buy as told; print the milliseconds of each purchase, or of each press at once, as JSON."""
    shop, port, given = sys.argv[1], int(sys.argv[2]), json.load(sys.stdin)
    if len(sys.argv) > 3:
        print(json.dumps(press_at_once(shop, port, given, int(sys.argv[3]), *sys.argv[4:5])))
        return
    whole, last, queries = [], [], []
    for product in given:
        visitor, start = Visitor(port), time.perf_counter()
        last.append(buy(shop, visitor, [product]))
        whole.append((time.perf_counter() - start) * 1000)
        queries.append(visitor.queries)
    print(json.dumps({"times": whole, "last": last, "queries": queries, "seconds": sum(whole) / 1000}))


if __name__ == "__main__":
    main()
