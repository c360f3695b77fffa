"""Producers for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from django.apps import apps
from factory.django import DjangoModelFactory

from catalog.lib import clock
from catalog.lib.vietnamese import slugify_vietnamese
from catalog.places.models import Place, PlaceText
from catalog.producers.models import Producer, ProducerText

Partner = apps.get_model("partner", "Partner")


class PlaceFactory(DjangoModelFactory[Place]):
    """A province."""

    class Meta:
        model = Place
        skip_postgeneration_save = True

    kind = Place.Kind.PROVINCE
    code = factory.Sequence(lambda n: f"T{n}")
    valid_from = date(2025, 7, 1)

    @factory.post_generation
    def name(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        """Give it a Vietnamese name."""
        title = extracted or f"Tỉnh {self.code}"  # type: ignore[attr-defined]  # runs on the instance
        PlaceText.objects.create(place=self, language="vi", title=title, slug=slugify_vietnamese(f"{title}-{self.pk}"))  # type: ignore[attr-defined,misc]


class ProducerFactory(DjangoModelFactory[Producer]):
    """A verified cooperative that can sell, with every contact that the law asks for."""

    class Meta:
        model = Producer
        skip_postgeneration_save = True

    partner = factory.LazyFunction(lambda: Partner.objects.create(name="Hợp tác xã"))
    kind = Producer.Kind.COOPERATIVE
    registration_number = "012345678901"
    phone = "+84912000111"
    email = "htx@nguoi.example"
    address = "Thôn Đông, xã Thạch Thất"
    place = factory.SubFactory(PlaceFactory)
    state = Producer.State.VERIFIED
    state_changed_at = factory.LazyFunction(clock.now)
    state_reference = "Biên bản 01"

    @factory.post_generation
    def name(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        """Give it a Vietnamese name."""
        title = extracted or f"Hợp tác xã {self.pk}"  # type: ignore[attr-defined]  # runs on the instance
        ProducerText.objects.create(producer=self, language="vi", title=title, slug=slugify_vietnamese(f"{title} {self.pk}"))  # type: ignore[attr-defined,misc]
