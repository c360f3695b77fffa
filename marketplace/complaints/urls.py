"""Addresses of complaints; those of buyers hang on the order's link, those of producers on the parcel's."""

from django.urls import path

from catalog.lib.languages import bilingual
from marketplace.complaints import views

_ORDER = ("don-hang/<slug:number>/<slug:signature>/<int:parcel_id>/", "orders/<slug:number>/<slug:signature>/<int:parcel_id>/")

app_name = "complaints"
urlpatterns = [
    path(bilingual(f"{_ORDER[0]}bao-van-de/", f"{_ORDER[1]}report/"), views.complaint_file, name="file"),
    path(
        bilingual(f"{_ORDER[0]}bao-van-de/<int:complaint_id>/", f"{_ORDER[1]}report/<int:complaint_id>/"),
        views.complaint_move,
        name="move",
    ),
    path(
        bilingual(
            "kien-hang/<int:parcel_id>/<slug:signature>/bao-van-de/<int:complaint_id>/",
            "parcels/<int:parcel_id>/<slug:signature>/report/<int:complaint_id>/",
        ),
        views.complaint_answer,
        name="answer",
    ),
    path(
        bilingual("anh-bao-van-de/<int:photo_id>/<slug:signature>/", "report-photos/<int:photo_id>/<slug:signature>/"),
        views.photo,
        name="photo",
    ),
]
