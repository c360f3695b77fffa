"""Addresses of what the books tell everybody."""

from django.urls import path

from catalog.lib.languages import bilingual
from marketplace.ledger import views

app_name = "ledger"
urlpatterns = [path(bilingual("san-pham/<slug:slug>/gia/", "products/<slug:slug>/price/"), views.price_parts, name="price-parts")]
