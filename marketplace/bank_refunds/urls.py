"""Addresses of refunds by bank transfer."""

from django.urls import path

from catalog.lib.languages import bilingual
from marketplace.bank_refunds import views

app_name = "bank_refunds"
urlpatterns = [
    path(
        bilingual(
            "don-hang/<slug:number>/<slug:signature>/hoan-tien/<int:refund_id>/",
            "orders/<slug:number>/<slug:signature>/refund/<int:refund_id>/",
        ),
        views.account_give,
        name="account",
    ),
]
