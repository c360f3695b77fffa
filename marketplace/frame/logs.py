"""What every log line carries."""

from __future__ import annotations

import logging

from catalog.lib.request_id import current_request_id


class RequestIdFilter(logging.Filter):
    """Writes the id of the present request into each record, so that one visitor's lines can be found together."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the id; every record passes."""
        record.request_id = current_request_id.get()
        return True
