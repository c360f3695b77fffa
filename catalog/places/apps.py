"""Provinces, communes and craft villages."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Where things are made."""

    name = "catalog.places"
    label = "places"
