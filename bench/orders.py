"""Buy by HTTP, as a guest without JavaScript does: `python -m bench.orders SHOP PORT`, one product a line of JSON on standard input.

Every order is a new visitor: product page, basket, checkout, place, thank-you page; every redirect is followed.
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
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
        self.port, self.cookies, self.queries, self.url = port, {}, 0, "/"
        # The shop limits orders by network; each visitor comes from one of his own.
        self.network = f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{1 + secrets.randbelow(254)}"

    def ask(self, method: str, path: str, data: dict[str, str] | None = None) -> Fields:
        """Ask, follow redirects, give the fields of the page."""
        status, target, page = self._once(method, path, urlencode(data) if data else None)
        for _ in range(6):
            if status not in (301, 302, 303):
                break
            path = urljoin(path, target)
            status, target, page = self._once("GET", path, None)
        self.url = path
        if status != 200:
            raise SystemExit(f"{method} {path} answered {status}")
        return Fields(page)

    def _once(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
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
        self.queries += int(answer.getheader(HEADER) or 0)
        connection.close()
        parts = urlsplit(answer.getheader("Location") or "")
        return answer.status, parts.path + (f"?{parts.query}" if parts.query else ""), page

    def send(self, path: str, page: Fields, **values: str) -> Fields:
        """Send a form with its secret against forged requests."""
        return self.ask("POST", path, {"csrfmiddlewaretoken": page.values["csrfmiddlewaretoken"], **values})


def buy_ours(visitor: Visitor, product: dict[str, Any]) -> float:
    """Buy one piece of a product, cash on delivery; give the milliseconds of the last press."""
    page = visitor.ask("GET", product["path"])
    visitor.send("/gio-hang/them/", page, product=str(product["id"]), quantity="1")
    page = visitor.ask("GET", "/dat-hang/")
    who = {
        "name": "Nguyễn Văn Đo",
        "phone": f"0912{secrets.randbelow(10**6):06}",
        "province": page.options["province"][0],
        "commune": "Ba Đình",
        "street": "1 phố Đo",
    }
    page = visitor.send("/dat-hang/", page, **who)
    last = {"method": "cash_on_delivery", "consent": "on", "total_seen": page.values["total_seen"], "token": page.values["token"]}
    start = time.perf_counter()
    visitor.send("/dat-hang/xac-nhan/", page, **who, **last)
    return _done(visitor, "/don-hang/", start)


def buy_stock(visitor: Visitor, product: dict[str, Any]) -> float:
    """The same on stock Oscar: gateway, address, the only shipping method, payment without a provider, preview, place."""
    page = visitor.ask("GET", product["path"])
    visitor.send(f"/basket/add/{product['id']}/", page, quantity="1")
    page = visitor.ask("GET", "/checkout/")
    page = visitor.send("/checkout/", page, username="do@example.com", options="anonymous")
    who = {"first_name": "Văn Đo", "last_name": "Nguyễn", "line1": "1 phố Đo", "line4": "Hà Nội", "postcode": "100000", "country": "VN"}
    visitor.send("/checkout/shipping-address/", page, **who)
    page = visitor.ask("GET", "/checkout/preview/")
    start = time.perf_counter()
    visitor.send("/checkout/preview/", page, action="place_order")
    return _done(visitor, "/checkout/thank-you/", start)


def _done(visitor: Visitor, wanted: str, start: float) -> float:
    if not visitor.url.startswith(wanted):
        raise SystemExit(f"The order ended at {visitor.url}, not at {wanted}")
    return (time.perf_counter() - start) * 1000


BUY: dict[str, Callable[[Visitor, dict[str, Any]], float]] = {"ours": buy_ours, "stock": buy_stock}


def main() -> None:
    """Buy one piece of each product; print the milliseconds of each whole purchase and of each last press."""
    buy, port, products = BUY[sys.argv[1]], int(sys.argv[2]), json.load(sys.stdin)
    whole, last, queries = [], [], []
    for product in products:
        visitor, start = Visitor(port), time.perf_counter()
        last.append(buy(visitor, product))
        whole.append((time.perf_counter() - start) * 1000)
        queries.append(visitor.queries)
    print(json.dumps({"times": whole, "last": last, "queries": queries, "seconds": sum(whole) / 1000}))


if __name__ == "__main__":
    main()
