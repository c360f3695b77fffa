"""Addresses of producers."""

from django.urls import path

from catalog.lib.languages import bilingual
from catalog.products import producer_pages

app_name = "producers"
urlpatterns = [
    path(bilingual("nha-san-xuat/<slug:slug>/", "producers/<slug:slug>/"), producer_pages.producer_detail, name="producer-detail")
]
