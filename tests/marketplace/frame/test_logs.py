"""Production's log lines are JSON and carry the request's id."""

from __future__ import annotations

import io
import json
import logging
import logging.config

from django.conf import settings

from catalog.lib.request_id import current_request_id
from marketplace.frame.logs import RequestIdFilter


def test_a_line_is_json_with_the_request_id():
    facts = dict(settings.LOGGING["formatters"]["json"])
    formatter = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(facts)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    handler.addFilter(RequestIdFilter())
    token = current_request_id.set("abcd1234")
    try:
        handler.handle(logging.LogRecord("shop", logging.WARNING, __file__, 1, "Hết hàng: %s", ("bưởi",), None))
    finally:
        current_request_id.reset(token)
    line = json.loads(stream.getvalue())
    assert (line["message"], line["request_id"], line["level"], line["logger"]) == ("Hết hàng: bưởi", "abcd1234", "WARNING", "shop")
    assert "Hết hàng" in stream.getvalue()
