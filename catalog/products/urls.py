"""Addresses of products."""

from django.urls import path

from catalog.lib.languages import bilingual
from catalog.products import views

app_name = "products"
urlpatterns = [path(bilingual("san-pham/<slug:slug>/", "products/<slug:slug>/"), views.product_detail, name="product-detail")]
