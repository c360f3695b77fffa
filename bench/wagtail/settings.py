"""As little as Wagtail's database search needs, by its documentation; SQLite with full-text search."""

import os
from pathlib import Path

SECRET_KEY = "only-for-measuring"
INSTALLED_APPS = ["django.contrib.contenttypes", "wagtail.search", "bench.wagtail"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(os.environ["BENCH_WAGTAIL_DATA"]) / "wagtail.sqlite3"}}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
USE_TZ = True
