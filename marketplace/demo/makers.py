"""Makers and sellers: invented ones are verified and sell, real ones are on record and do not."""

from __future__ import annotations

from django.db import transaction

from catalog.forks.partner.models import Partner
from catalog.producers.models import Producer
from catalog.producers.services import change_producer_state, write_producer_text
from marketplace.demo.files import MakerRow, maker_rows
from marketplace.demo.keys import place_for, producer_for
from marketplace.demo.people import join_producer

# The demo's member acts for this one.
MEMBERS_MAKER = "trang-am"


@transaction.atomic
def load() -> None:
    """Make those that are not there yet; what is there stays as it is."""
    known = set(Partner.objects.values_list("code", flat=True))
    for number, row in enumerate(maker_rows(), start=1):
        if row.code not in known:
            _load_maker(row, number)
    join_producer(producer_for(MEMBERS_MAKER))


def _load_maker(row: MakerRow, number: int) -> None:
    partner = Partner.objects.create(code=row.code, name=row.vi["name"][:128])
    producer = Producer(partner=partner, kind=row.kind, place=place_for(row.place), founded_year=row.founded_year)
    if row.is_invented:
        _give_contacts(producer, row, number)
    else:
        producer.state = Producer.State.RECORDED
    producer.save()
    for language, text in (("vi", row.vi), ("en", row.en)):
        write_producer_text(
            producer=producer, language=language, title=text["name"], summary=text["summary"], description=text["description"]
        )
    if row.is_invented:
        change_producer_state(producer=producer, state=Producer.State.VERIFIED, reference=f"MẪU-HS-{number:02d}", officer=None)


def _give_contacts(producer: Producer, row: MakerRow, number: int) -> None:
    """Give contacts that nobody bears: no number of Hanoi begins with 0000, and .example is reserved (RFC 2606)."""
    producer.is_sample = True
    producer.state = Producer.State.APPLIED
    producer.phone = f"024 0000 {number:04d}"
    producer.email = f"{row.key}@{row.key}.example"
    producer.address = f"Số {number} ngõ Mẫu"
    producer.registration_number = f"MAU{number:07d}"
