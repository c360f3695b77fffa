"""Turn addresses of databases, caches and mail servers into Django's settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def sqlite_database(path: Path) -> dict[str, Any]:
    """Settings for SQLite as a shop needs it: readers beside one writer, nothing lost when the power goes."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            # A write lock from the start: two writers queue up instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
        },
    }


# Planned once for each connection: planning took two fifths of the server's time for an order, and writing values into the text
# some of ours. A pooler between must know of prepared statements (pgbouncer from 1.21 does).
_STATEMENTS = {"server_side_binding": True, "prepare_threshold": 5}


def _options(query: str) -> dict[str, Any]:
    """Read what an address asks of the driver; `prepare_threshold=none` is for a pooler that knows no prepared statements."""
    options: dict[str, Any] = dict(parse_qsl(query))
    if "prepare_threshold" in options:
        options["prepare_threshold"] = None if options["prepare_threshold"] == "none" else int(options["prepare_threshold"])
    if "server_side_binding" in options:
        options["server_side_binding"] = options["server_side_binding"] == "true"
    return options


def postgres_database(url: str) -> dict[str, Any]:
    """Settings for PostgreSQL with a connection pool in each process."""
    parts = urlsplit(url)
    return {
        "ENGINE": "catalog.lib.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}, **_STATEMENTS, **_options(parts.query)},
    }


def database_for(url: str, data_dir: Path) -> dict[str, Any]:
    """Choose the database: PostgreSQL when an address is given, else SQLite in the data folder."""
    return postgres_database(url) if url else sqlite_database(data_dir / "cho-sao.sqlite3")


def cache_for(url: str) -> dict[str, Any]:
    """Choose the cache: Redis when an address is given, else the memory of the process."""
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url, "OPTIONS": {"socket_timeout": 1}}


def mail_for(url: str) -> dict[str, Any]:
    """Choose how mail leaves: SMTP when an address is given, else the console."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
    }
