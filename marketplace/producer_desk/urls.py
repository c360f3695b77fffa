"""Addresses of the producers' desk."""

from django.urls import path

from catalog.lib.languages import bilingual
from marketplace.producer_desk import money_pages, views

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
    path(bilingual("ban-hang/tien/", "selling/money/"), money_pages.money_of_mine, name="money-of-mine"),
    path(bilingual("ban-hang/<int:producer_id>/tien/", "selling/<int:producer_id>/money/"), money_pages.money, name="money"),
    path(
        bilingual("ban-hang/<int:producer_id>/tien/tai-khoan/", "selling/<int:producer_id>/money/account/"),
        money_pages.account_enter,
        name="account-enter",
    ),
    path(
        bilingual(
            "ban-hang/<int:producer_id>/tien/<slug:reference>/<slug:form>/", "selling/<int:producer_id>/money/<slug:reference>/<slug:form>/"
        ),
        money_pages.statement,
        name="statement",
    ),
]
