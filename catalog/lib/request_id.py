"""The id of the request in hand, so that log lines and audit entries can be laid side by side."""

from __future__ import annotations

from contextvars import ContextVar

current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")
