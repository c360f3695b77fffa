"""Addresses of verification and open data; without a language, so that one label serves every reader."""

from django.urls import path

from catalog.certification import label_views, open_data_views, views

app_name = "certification"
urlpatterns = [
    path("v/", views.award_find, name="award-find"),
    path("v/<str:code>.json", views.award_json, name="award-json"),
    path("v/<str:code>.svg", views.award_qr, name="award-qr"),
    path("v/<str:code>/badge.svg", label_views.award_badge, name="award-badge"),
    path("v/<str:code>/use/", label_views.award_use, name="award-use"),
    path("v/<str:code>/labels/", label_views.award_labels, name="award-labels"),
    path("v/<str:code>", views.award_verify, name="award-verify"),
    path("open-data/", open_data_views.open_data, name="open-data"),
    path("open-data/awards.csv", open_data_views.open_csv, name="open-csv"),
    path("open-data/awards.json", open_data_views.open_json, name="open-json"),
]
