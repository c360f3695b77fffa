"""Settings that every way of running the shop shares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from oscar.defaults import *  # noqa: F403  (Oscar reads its own settings from here)

from marketplace.settings.databases import cache_for, database_for, mail_for
from marketplace.settings.env import read_environment
from marketplace.settings.sign_in import sign_in_for

ROOT = Path(__file__).resolve().parents[2]
ENV = read_environment()


def last_data_dir() -> Path:
    """Give the folder of the last ./start, so that manage.py needs no variable."""
    note = ROOT / ".data-dir"
    return Path(note.read_text().strip()) if note.exists() else ROOT / "data"


DATA_DIR = ENV.data_dir or last_data_dir()

SECRET_KEY = ENV.secret_key
DEBUG = False
BASE_URL = ENV.base_url
ALLOWED_HOSTS = list(ENV.allowed_hosts)
DEMO = ENV.demo
SITE_ID = 1
# Points at which the test suite lets a process die (marketplace/payments/failpoints.py).
FAILPOINTS_ALLOWED = False

INSTALLED_APPS = [
    "marketplace.apps.MarketplaceConfig",
    "marketplace.accounts",
    "marketplace.delivery",
    "marketplace.ledger",
    "marketplace.payments",
    "marketplace.orders",
    "marketplace.complaints",
    "marketplace.bank_refunds",
    "marketplace.carriers",
    "marketplace.reconciliation",
    "marketplace.payouts",
    "marketplace.renewals.apps.RenewalsConfig",
    "marketplace.caching.apps.CachingConfig",
    "marketplace.watch.apps.WatchConfig",
    "marketplace.privacy",
    "marketplace.department_desk",
    "marketplace.demo.apps.DemoConfig",
    "marketplace.upkeep.apps.UpkeepConfig",
    # Ground
    "catalog.audit",
    "catalog.rates",
    "catalog.places",
    "catalog.producers",
    "catalog.certification",
    "catalog.products",
    "catalog.registry",
    "catalog.claims",
    "search.apps.SearchConfig",
    # CMS
    "cms.media",
    "cms.blocks",
    "cms.pages",
    "cms.stories",
    "cms.regions",
    "cms.home",
    "cms.navigation",
    "cms.letters",
    # Wagtail
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    # Oscar: rules of ours over its models
    "oscar.apps.analytics.apps.AnalyticsConfig",
    "oscar.apps.checkout.apps.CheckoutConfig",
    "oscar.apps.address.apps.AddressConfig",
    "oscar.apps.shipping.apps.ShippingConfig",
    "catalog.forks.catalogue.apps.CatalogueConfig",
    "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
    "oscar.apps.communication.apps.CommunicationConfig",
    "catalog.forks.partner.apps.PartnerConfig",
    "oscar.apps.basket.apps.BasketConfig",
    "oscar.apps.payment.apps.PaymentConfig",
    "oscar.apps.offer.apps.OfferConfig",
    "marketplace.forks.order.apps.OrderConfig",
    "oscar.apps.customer.apps.CustomerConfig",
    "oscar.apps.search.apps.SearchConfig",
    "oscar.apps.voucher.apps.VoucherConfig",
    "oscar.apps.wishlists.apps.WishlistsConfig",
    "treebeard",
    "widget_tweaks",
    # Signing in
    "allauth",
    "allauth.account",
    # Jobs and pages
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
    # Django
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.flatpages",  # no page of it is mounted: a migration of Oscar names it
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIGRATION_MODULES = {
    "catalogue": "oscar.apps.catalogue.migrations",
    "partner": "oscar.apps.partner.migrations",
    "order": "oscar.apps.order.migrations",
}

MIDDLEWARE = [
    "marketplace.frame.middleware.RequestIdMiddleware",
    "marketplace.frame.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "marketplace.caching.middleware.CacheRulesMiddleware",
    "marketplace.caching.pages.AnonymousPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "marketplace.accounts.middleware.RateLimitMiddleware",
    "marketplace.forks.middleware.PlainBasketMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
ASGI_APPLICATION = "marketplace.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "marketplace.frame.context.shop",
            ],
        },
    },
]

# Data
DATABASES = {"default": database_for(ENV.database_url, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# "local" stays in the process: what every page asks for must not hang on a server.
CACHES = {"default": cache_for(ENV.redis_url), "local": {**cache_for(""), "LOCATION": "local"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
SEARCH_INDEX_DIR = DATA_DIR / "index"
ELASTICSEARCH_URL = ENV.elasticsearch_url
ELASTICSEARCH_PREFIX = "cho-sao"
SEARCH_COPY_SECONDS = ENV.search_copy_seconds
METRICS_TOKEN = ENV.metrics_token
ELASTICSEARCH_SHARDS, ELASTICSEARCH_REPLICAS = ENV.elasticsearch_shards, ENV.elasticsearch_replicas

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "marketplace.accounts.backends.DutyBackend",
    "django.contrib.auth.backends.ModelBackend",  # groups and permissions of Wagtail's editors
]
ACCOUNT_ADAPTER = "marketplace.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "marketplace.accounts.forms.LoginForm",
    "signup": "marketplace.accounts.forms.SignupForm",
    "request_login_code": "marketplace.accounts.forms.RequestLoginCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
globals().update(sign_in_for(ENV.sms_gateway))
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_DISPLAY = str
# auth.W004: the e-mail is unique whatever its case, by an expression constraint that the check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Languages
LANGUAGE_CODE = "vi"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["marketplace.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"  # no address leads there (catalog/lib/private_files.py)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Wagtail
WAGTAIL_SITE_NAME = "Chợ Sao"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_MODEL = "media.CustomImage"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024  # bytes
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000  # a small file may unpack to gigabytes
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # editors' addresses, even hashed, go to nobody

# Oscar. Its own screens are not mounted; Haystack must be importable and stays idle.
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"
OSCAR_EAGER_ALERTS = False
OSCAR_SHOP_NAME = "Chợ Sao"
OSCAR_DEFAULT_CURRENCY = "VND"
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_REQUIRED_ADDRESS_FIELDS = ("first_name", "line1", "phone_number")
OSCAR_SLUG_FUNCTION = "catalog.lib.vietnamese.slugify_vietnamese"
OSCAR_SAVE_SENT_EMAILS_TO_DB = False
OSCAR_DELETE_IMAGE_FILES = False
OSCAR_BASKET_COOKIE_LIFETIME = 30 * 24 * 60 * 60
OSCAR_MAX_BASKET_QUANTITY_THRESHOLD = 200
OSCAR_OFFERS_INCL_TAX = True
# A discount in whole đồng: VND has no minor unit.
OSCAR_OFFER_ROUNDING_FUNCTION = "marketplace.forks.rounding.round_discount"

# Security
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/cms/",),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE, SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# Mail
DEFAULT_FROM_EMAIL = OSCAR_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from
globals().update(mail_for(ENV.smtp_url))
EMAIL_TIMEOUT = 10
SMS_GATEWAY = ENV.sms_gateway

PROXY_COUNT = ENV.proxy_count

# Payment by card
STRIPE_SECRET_KEY = ENV.stripe_secret_key
STRIPE_PUBLISHABLE_KEY = ENV.stripe_publishable_key
STRIPE_WEBHOOK_SECRET = ENV.stripe_webhook_secret
STRIPE_API_URL = ENV.stripe_fake_url
STRIPE_SCRIPT_ORIGIN = ENV.stripe_fake_url or "https://js.stripe.com"

# Payment by bank transfer
BANK_BIN = ENV.bank_bin
BANK_ACCOUNT = ENV.bank_account
BANK_ACCOUNT_NAME = ENV.bank_account_name
BANK_WEBHOOK_SECRET = ENV.bank_webhook_secret

# A cache in front of the shop.
PURGE_URL = ENV.purge_url
PAGE_CACHE_SECONDS = ENV.page_cache_seconds
PURGE_KEY = ENV.purge_key

# The registry's list over HTTP.
REGISTRY_KEY = ENV.registry_key
REGISTRY_TRUSTED_HOST = ENV.registry_trusted_host
REGISTRY_FOLDER = ENV.registry_folder

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "marketplace.frame.logs.RequestIdFilter"}},
    "formatters": {
        "plain": {"format": "%(levelname)s %(name)s %(message)s"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
            "json_ensure_ascii": False,
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": ENV.log_level},
}
