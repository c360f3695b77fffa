"""Strange texts, query strings and forms."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, quote_plus

from hypothesis import strategies as st

LONG = "chè lam " * 1250  # 10,000 characters
ODD = [
    *("", " ", "0", "-1", "1e9", "99999999999", "9" * 40, "abc", "1.5", "1,5", "NaN", "Infinity", "-0", "None", "true", "[]", "{}"),
    *("٣", "²", "½", "一", "０", "\x00", "a\x00b", "\r\nX-Header: 1", "\x1b[31m", "\u202e", "\ufeff", "e\u0323\u0302", "💥"),
    *("'", '"', "' OR 1=1 --", "%", "%00", "%zz", "_", "\\", "../../etc/passwd", "<script>alert(1)</script>", "{{7*7}}", "{% now %}"),
    *("%2525", "%25252F", "%252e%252e%252f", "%2500", "%25ed%25a0%2580", "%u0111", "&#x27;", "&amp;lt;", "\\u0000"),
    *("http://evil.example/", "//evil.example", "/", "?", "#", "q:", 'title:"', "a AND (", "*", "~", "^2", "[a TO b]"),
    LONG,
]
SURROGATE = "\ud800"  # cannot be written in UTF-8; browsers never send it, programs do
PARAMETERS = [
    *(
        "q",
        "page",
        "sort",
        "group",
        "stars",
        "place",
        "kind",
        "price",
        "maker",
        "season",
        "stock",
        "sign",
        "to",
        "explain",
        "lang",
        "code",
        "next",
        "format",
    ),
    *("number", "phone", "product", "quantity", "key", "utf8", "", "q[]", "csrfmiddlewaretoken"),
]

odd_text = st.one_of(st.sampled_from(ODD), st.text(max_size=30), st.just(SURROGATE), st.just(f"a{SURROGATE}b"))


def in_address(text: str) -> str:
    """Write any text as part of an address, lone surrogates as the bytes that programs make of them."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def _pair(pair: tuple[str, str]) -> str:
    return "=".join(quote_plus(text.encode("utf-8", "surrogatepass")) for text in pair)


_pairs = st.lists(st.tuples(st.one_of(st.sampled_from(PARAMETERS), odd_text), odd_text), max_size=4).map(
    lambda pairs: "&".join(map(_pair, pairs))
)
_raw = st.one_of(
    st.sampled_from(["%", "%zz", "&&&===", "q=%ff%fe", "q=%ed%a0%80", "page=%00", "=", "q", ";", "q=1;page=2", "?" * 50, "a=1&" * 300]),
    st.binary(max_size=40).map(lambda raw: quote(raw, safe="&=;%")),
)
query_strings = st.one_of(_pairs, _raw)


def tampered(form: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Give the form with some fields changed, left out, doubled or added."""
    kept = {
        name: st.one_of(st.just(value), st.just(value), odd_text, st.none(), st.lists(odd_text, max_size=3)) for name, value in form.items()
    }
    more = st.dictionaries(st.one_of(st.sampled_from(PARAMETERS), st.text(max_size=10)), odd_text, max_size=2)
    return st.tuples(st.fixed_dictionaries(kept), more).map(_joined)


def _joined(parts: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in {**parts[1], **parts[0]}.items() if value is not None}


bodies = st.tuples(
    st.sampled_from(
        [
            "application/json",
            "text/plain",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded; charset=x",
            "",
        ]
    ),
    st.one_of(
        st.binary(max_size=60),
        st.sampled_from([b"{", b"--x\r\n\r\n", b"a=%ff&b=%00", b'--x\r\nContent-Disposition: form-data; name="q"\r\n\r\n\x00']),
    ),
)
