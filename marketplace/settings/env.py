"""Read every environment variable once, typed, and fail with one clear line.

The dataclass below is the whole list: `docs/configuration.md` shows it as a table and a test holds the two together.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class ConfigurationError(Exception):
    """A variable is missing or unusable; the message names it and says what to write."""


def _text(value: str) -> str:
    return value.strip()


def _integer(value: str) -> int:
    return int(value)


def _flag(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False, "": False}
    return words[value.strip().lower()]


def _items(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _path(value: str) -> Path | None:
    return Path(value).expanduser().resolve() if value.strip() else None


def _url(value: str) -> str:
    """Accept an empty text or a full URL; anything else is a mistake worth stopping for."""
    text = value.strip().rstrip("/")
    parts = urlsplit(text)
    if text and (not parts.scheme or not (parts.netloc or parts.path)):
        raise ValueError(text)
    return text


def variable(parse: Callable[[str], Any], default: str, explain: str) -> Any:
    """Declare one variable: how to parse it, its default as text, and what it is for."""
    return field(metadata={"parse": parse, "default": default, "explain": explain})


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """All variables of the shop. Field `secret_key` is read from `CHO_SAO_SECRET_KEY`, and so on."""

    secret_key: str = variable(_text, "", "Secret for signing; at least 50 random characters in production")
    data_dir: Path | None = variable(_path, "", "Folder for database, index and media of one machine; empty means the last one of ./start")
    base_url: str = variable(_url, "http://127.0.0.1:8000", "Public address of the shop, with scheme and without path")
    allowed_hosts: tuple[str, ...] = variable(_items, "", "Host names, comma separated; empty takes the host of the public address")
    debug: bool = variable(_flag, "", "Show error details; development only")
    database_url: str = variable(_url, "", "postgres://user:password@host:port/name; empty means SQLite in the data folder")
    redis_url: str = variable(_url, "", "redis://host:port/number for the cache; empty means local memory")
    elasticsearch_url: str = variable(
        _url, "", "http://host:port of Elasticsearch 8 for the search; empty means the index in the data folder"
    )
    elasticsearch_shards: int = variable(_integer, "1", "Shards of each search index in Elasticsearch")
    elasticsearch_replicas: int = variable(_integer, "0", "Replicas of each shard; 1 or more in a cluster")
    search_copy_seconds: int = variable(
        _integer, "0", "On a node of a cluster: seconds between copies of the index (search_index copy); 0 where jobs keep it in step"
    )
    metrics_token: str = variable(_text, "", "Bearer token for /metrics; empty answers only this machine, and through no proxy")
    smtp_url: str = variable(_url, "", "smtp://user:password@host:port (smtps:// for TLS); empty prints mail on the console")
    mail_from: str = variable(_text, "Chợ Sao <no-reply@cho-sao.example>", "Sender of the shop's mail")
    proxy_count: int = variable(_integer, "0", "Trusted proxies in front of the shop; decides how the visitor's address is read")
    log_level: str = variable(_text, "INFO", "DEBUG, INFO, WARNING or ERROR")
    demo: bool = variable(_flag, "", "The demo shop: banner on each page, sample data allowed; development only")
    sms_gateway: str = variable(_text, "console", "Where codes for mobile numbers go: console (development) or off")
    bank_bin: str = variable(_text, "", "Six-digit code of the bank of the shop's account, for VietQR")
    bank_account: str = variable(_text, "", "Number of the shop's bank account, for VietQR")
    stripe_secret_key: str = variable(_text, "", "Stripe's secret key; without keys cards are not offered")
    stripe_publishable_key: str = variable(_text, "", "Stripe's publishable key")
    stripe_webhook_secret: str = variable(_text, "", "Secret that Stripe signs its messages with")
    stripe_fake_url: str = variable(_url, "", "Address of the stand-in for Stripe; development only")
    bank_account_name: str = variable(_text, "", "Holder of the shop's bank account, without diacritics")
    bank_webhook_secret: str = variable(_text, "", "Secret that the bank signs its calls about transfers with; empty: none are heard")
    page_cache_seconds: int = variable(
        _integer, "0", "How long whole pages are kept for visitors without any cookie, 30 for instance; 0 keeps none"
    )
    purge_url: str = variable(_url, "", "Address that makes a cache in front of the shop forget pages with stars; empty: there is none")
    purge_key: str = variable(_text, "", "Bearer key for that address")
    registry_key: str = variable(_text, "", "Bearer key for the registry's list over HTTP; empty sends none")
    registry_folder: Path | None = variable(
        _path, "", "Folder in which annexes of decisions are put, to be read by the periodic work; empty watches none"
    )
    registry_trusted_host: str = variable(_text, "", "host:port that may be asked without https and inside a network; development only")


def variable_name(name: str) -> str:
    """Give the environment's name of a field: `base_url` is `CHO_SAO_BASE_URL`."""
    return f"CHO_SAO_{name.upper()}"


def read_environment(source: Mapping[str, str] = os.environ) -> Environment:
    """Parse all variables of `source`.

    Raises:
        ConfigurationError: a value cannot be read; the line names the variable.
    """
    values: dict[str, Any] = {}
    for item in fields(Environment):
        name = variable_name(item.name)
        raw = source.get(name, item.metadata["default"])
        try:
            values[item.name] = item.metadata["parse"](raw)
        except (ValueError, KeyError) as error:
            message = f"{name} cannot be read: {item.metadata['explain']}."
            raise ConfigurationError(message) from error
    return Environment(**values)
