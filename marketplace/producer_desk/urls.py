"""Addresses of the producers' desk."""

from django.urls import path

from catalog.lib.languages import bilingual
from marketplace.producer_desk import views

app_name = "producer_desk"
urlpatterns = [
    path(
        bilingual("kien-hang/<int:parcel_id>/<slug:signature>/", "parcels/<int:parcel_id>/<slug:signature>/"),
        views.parcel_detail,
        name="parcel",
    ),
    path(
        bilingual("kien-hang/<int:parcel_id>/<slug:signature>/chuyen/", "parcels/<int:parcel_id>/<slug:signature>/move/"),
        views.parcel_move,
        name="parcel-move",
    ),
]
