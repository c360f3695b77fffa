"""Addresses of search and categories."""

from django.urls import path

from catalog.lib.languages import bilingual
from search import views

app_name = "search"
urlpatterns = [
    path(bilingual("tim-kiem/", "search/"), views.search, name="search"),
    path(bilingual("tim-kiem/goi-y/", "search/suggestions/"), views.suggestions, name="suggestions"),
    path(bilingual("danh-muc/<slug:slug>/", "categories/<slug:slug>/"), views.category_detail, name="category-detail"),
]
