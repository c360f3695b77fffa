"""As little as Wagtail's database search needs, by its documentation; SQLite with full-text search."""

import os
from pathlib import Path

SECRET_KEY = "only-for-measuring"
INSTALLED_APPS = [
    *(f"django.contrib.{name}" for name in ("admin", "auth", "contenttypes", "messages", "sessions")),
    *("taggit", "wagtail", "wagtail.admin", "wagtail.documents", "wagtail.images", "wagtail.users", "wagtail.search", "bench.wares"),
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(os.environ["BENCH_WAGTAIL_DATA"]) / "wagtail.sqlite3"}}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
USE_TZ = True
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["admin.E402", "admin.E403", "admin.E404", "admin.E406", "admin.E408", "admin.E409", "admin.E410"]
STATIC_URL = "/static/"
