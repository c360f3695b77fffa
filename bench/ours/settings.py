"""The demo's settings with production's way of serving files; nothing that costs time is switched off."""

import os

from marketplace.settings.base import STORAGES as BASE_STORAGES
from marketplace.settings.dev import *  # noqa: F403
from marketplace.settings.dev import LOGGING, MIDDLEWARE

STORAGES = BASE_STORAGES
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
LOGGING["root"]["level"] = "ERROR"
if os.environ.get("BENCH_COUNT"):
    MIDDLEWARE = ["bench.counting.CountQueries", *MIDDLEWARE]
