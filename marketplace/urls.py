"""The site map: which room answers which address."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from catalog.lib.languages import bilingual
from marketplace.checkout.pay_pages import provider_message
from marketplace.frame.media import media
from marketplace.frame.sitemap import favicon, robots, sitemap, sitemap_part
from marketplace.reconciliation.webhook import bank_call

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("catalog.certification.urls")),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", sitemap_part, name="sitemap-part"),
    path("favicon.ico", favicon),
    path("webhooks/bank", bank_call, name="bank-call"),
    path("webhooks/<slug:provider>", provider_message, name="provider-message"),
    path("cms/", include(wagtailadmin_urls)),
    *([path("media/<path:path>", media, name="media")] if settings.DEMO else []),
    *i18n_patterns(
        path(bilingual("tai-khoan/", "account/"), include("allauth.account.urls")),
        path("", include("catalog.products.urls")),
        path("", include("catalog.products.producer_urls")),
        path("", include("search.urls")),
        path("", include("marketplace.checkout.urls")),
        path("", include("marketplace.complaints.urls")),
        path("", include("marketplace.bank_refunds.urls")),
        path("", include("marketplace.producer_desk.urls")),
        path(bilingual("so/", "desk/"), include("marketplace.department_desk.urls")),
        path("", include("marketplace.ledger.urls")),
        path("", include("marketplace.renewals.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
