"""Change products, prices and stock, with a trace. Saving announces the change, in its transaction."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from catalog.audit.services import record_action
from catalog.forks.partner.models import StockRecord
from catalog.lib import clock
from catalog.producers.permissions import require
from catalog.products.errors import UnableToChangeListing, UnableToPublish
from catalog.products.models import Listing, ListingOldSlug, ListingText
from catalog.products.publication import publication_gaps
from catalog.products.signals import listings_changed
from catalog.texts.writing import Shelf

State = Listing.State


def announce_listings(listing_ids: list[int]) -> None:
    """Tell the storeys above, within the transaction, what an UPDATE or a bulk insert changed; saving a listing, text or price does so itself.

    The jobs that they enqueue commit or vanish with the change.
    """
    listings_changed.send(sender=Listing, listing_ids=listing_ids)


def _move(listing: Listing, state: str, reason: str, actor: AbstractBaseUser | None) -> Listing:
    before = listing.state
    listing.state, listing.state_reason = state, reason
    listing.state_changed_at, listing.state_changed_by_id = clock.now(), actor.pk if actor else None
    listing.save()
    record_action(
        actor=actor,
        action=f"products.{state}",
        subject=listing,
        before={"state": before},
        after={"state": state},
        on_behalf_of_id=listing.seller_id,
    )
    return listing


@transaction.atomic
def publish_listing(*, listing: Listing, actor: AbstractBaseUser | None) -> Listing:
    """Put a listing on sale, if it tells all that the law asks for.

    What an officer has withheld, only an officer puts back.

    Raises:
        NotAllowed: the person is neither a member who writes listings nor an officer whose duties reach the seller.
        UnableToPublish: with every gap.
    """
    require(actor, listing.seller, "products.withhold", *(() if listing.state == State.WITHHELD else ("listings.write",)))
    gaps = publication_gaps(listing)
    if gaps:
        raise UnableToPublish(gaps)
    listing.published_on = listing.published_on or clock.today()
    return _move(listing, State.PUBLISHED, "", actor)


@transaction.atomic
def withhold_listing(*, listing: Listing, reason: str, officer: AbstractBaseUser | None) -> Listing:
    """Take a listing off sale for a stated reason.

    Raises:
        NotAllowed: the officer's duties do not reach the seller.
        UnableToChangeListing: no reason given.
    """
    require(officer, listing.seller, "products.withhold")
    if not reason.strip():
        raise UnableToChangeListing("A reason is needed")
    return _move(listing, State.WITHHELD, reason.strip(), officer)


SHELF = Shelf(texts=ListingText, old_slugs=ListingOldSlug, subject="listing", unnamed="san-pham")


@transaction.atomic
def write_text(*, listing: Listing, language: str, title: str, actor: AbstractBaseUser | None = None, **fields: Any) -> ListingText:
    """Write a product's text in one language; a new title gets a new address and the old one redirects for good.

    `fields`: summary, description, pack, material_origin, making_origin, label_facts.

    Raises:
        NotAllowed: the person is neither a member who writes listings nor an officer whose duties reach the seller.
    """
    require(actor, listing.seller, "listings.write", "products.withhold")
    text = cast(ListingText, SHELF.write(listing, language=language, title=title, fields=fields))
    if actor:
        record_action(
            actor=actor, action="products.write-text", subject=listing, after={"language": language}, on_behalf_of_id=listing.seller_id
        )
    return text


@transaction.atomic
def change_offer(*, listing: Listing, price: Decimal, num_in_stock: int, actor: AbstractBaseUser | None) -> StockRecord:
    """Set price (whole đồng, VAT included) and pieces in stock.

    Raises:
        NotAllowed: the person is no member who changes offers.
        UnableToChangeListing: the price is not a positive whole number of đồng, or less stock than orders have taken.
    """
    require(actor, listing.seller, "offers.change")
    if price <= 0 or price != price.to_integral_value():
        raise UnableToChangeListing("The price must be a positive whole number of đồng")
    record: StockRecord = StockRecord.objects.select_for_update().get(product_id=listing.product_id)
    if num_in_stock < (record.num_allocated or 0):
        raise UnableToChangeListing("Orders have already taken more pieces than that")
    before = {"price": int(record.price or 0), "num_in_stock": record.num_in_stock}
    record.price, record.num_in_stock = price, num_in_stock
    record.save()
    record_action(
        actor=actor,
        action="products.change-offer",
        subject=listing,
        before=before,
        after={"price": int(price), "num_in_stock": num_in_stock},
        on_behalf_of_id=listing.seller_id,
    )
    return record
