"""Addresses of makers' stars."""

from django.urls import path

from catalog.lib.languages import bilingual
from marketplace.renewals import views

app_name = "renewals"
urlpatterns = [
    path(bilingual("sao-cua-toi/", "my-stars/"), views.award_list, name="award-list"),
    path(bilingual("sao-cua-toi/giay-to/<int:paper_id>/", "my-stars/papers/<int:paper_id>/"), views.paper, name="paper"),
    path(bilingual("sao-cua-toi/<slug:code>/", "my-stars/<slug:code>/"), views.award_detail, name="award-detail"),
    path(
        bilingual(
            "sao-cua-toi/<slug:code>/<int:producer_id>/<slug:signature>/", "my-stars/<slug:code>/<int:producer_id>/<slug:signature>/"
        ),
        views.award_by_link,
        name="award-by-link",
    ),
]
