"""Count a request's queries. Only the counting run of the benchmark has this middleware; the timed runs do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from bench.load import HEADER


class CountQueries:
    """Writes the number of queries into a header of the answer; it stands outside all other middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = 0

        def counted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
            nonlocal count
            # Savepoints and BEGIN are no questions to the database.
            count += sql.split(None, 1)[0].upper() in {"SELECT", "INSERT", "UPDATE", "DELETE"}
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response[HEADER] = str(count)
        return response
