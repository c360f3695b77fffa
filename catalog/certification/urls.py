"""Addresses of verification; without a language, so that one label serves every reader."""

from django.urls import path

from catalog.certification import views

app_name = "certification"
urlpatterns = [
    path("v/", views.award_find, name="award-find"),
    path("v/<str:code>.json", views.award_json, name="award-json"),
    path("v/<str:code>.svg", views.award_qr, name="award-qr"),
    path("v/<str:code>", views.award_verify, name="award-verify"),
]
