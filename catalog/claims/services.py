"""Read texts for claimed stars, settle what a badge stands behind, and decide the rest by a person's word."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.certification.selectors import badges_for_products
from catalog.claims.errors import UnableToDecideClaim
from catalog.claims.models import Claim, Unread
from catalog.claims.wording import star_claims
from catalog.lib import clock
from catalog.producers.models import Producer, ProducerText
from catalog.products.models import Listing, ListingText

State, Kind = Claim.State, Claim.Kind
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """All words of one subject in one language; `allowed` is the most stars that a badge in force stands for."""

    kind: str
    subject_id: int
    producer_id: int | None
    language: str
    words: str
    allowed: int


@transaction.atomic
def note_claims(passages: Iterable[Passage]) -> int:
    """Note what passages claim beyond their badges, and settle what they no longer do; give how many claims are new or open again.

    A claim that settled by itself opens again when its badge is gone and its words are still there. What a person decided stays.
    """
    count = 0
    for passage in passages:
        found = {(one.stars, one.excerpt) for one in star_claims(passage.words) if one.stars > passage.allowed}
        own = Claim.objects.filter(kind=passage.kind, subject_id=passage.subject_id, language=passage.language)
        known = {(claim.stars, claim.excerpt): claim for claim in own}
        count += sum(_open(passage, key, known.get(key)) for key in found)
        for key, claim in known.items():
            if key not in found and claim.state == State.OPEN:
                _decide(claim, State.SETTLED, "", None)
    return count


def _open(passage: Passage, key: tuple[int, str], claim: Claim | None) -> bool:
    if claim is None:
        stars, excerpt = key
        Claim.objects.create(
            kind=passage.kind,
            subject_id=passage.subject_id,
            producer_id=passage.producer_id,
            language=passage.language,
            stars=stars,
            excerpt=excerpt,
            found_at=clock.now(),
        )
        return True
    if claim.state == State.SETTLED and claim.decided_by_id is None:
        claim.state, claim.decided_at = State.OPEN, None
        claim.save(update_fields=["state", "decided_at"])
        return True
    return False


def _decide(claim: Claim, state: str, note: str, officer: AbstractBaseUser | None) -> None:
    before = claim.state
    claim.state, claim.note, claim.decided_at = state, note, clock.now()
    claim.decided_by_id = officer.pk if officer else None
    claim.save(update_fields=["state", "note", "decided_at", "decided_by"])
    record_action(actor=officer, action=f"claims.{state}", subject=claim, before={"state": before}, after={"state": state})


def _words(*parts: object) -> str:
    return "\n".join(str(part) for part in parts if part)


def scan_listings(listing_ids: Collection[int]) -> int:
    """Read the texts of listings anew; give how many claims are new or open again. A listing nobody sees claims nothing."""
    texts = ListingText.objects.filter(listing_id__in=listing_ids).select_related("listing")
    badges = badges_for_products({text.listing.product_id for text in texts}, clock.today())
    passages = []
    for text in texts:
        badge, is_seen = badges.get(text.listing.product_id), text.listing.state == Listing.State.PUBLISHED
        facts = text.label_facts.values() if isinstance(text.label_facts, dict) else ()
        words = _words(text.title, text.summary, text.description, text.pack, text.material_origin, text.making_origin, *facts)
        passages.append(
            Passage(
                kind=Kind.LISTING,
                subject_id=text.listing_id,
                producer_id=text.listing.seller_id,
                language=text.language,
                words=words if is_seen else "",
                allowed=badge.stars if badge else 0,
            )
        )
    return note_claims(passages)


def stars_of_producers(producer_ids: Collection[int]) -> dict[int, int]:
    """Give the most stars in force among what each producer makes or sells; producers without any are left out."""
    wanted = Q(maker_id__in=producer_ids) | Q(seller_id__in=producer_ids)
    rows = list(Listing.objects.filter(wanted).values_list("product_id", "maker_id", "seller_id"))
    badges = badges_for_products({product_id for product_id, _maker, _seller in rows}, clock.today())
    most: dict[int, int] = {}
    for product_id, maker_id, seller_id in rows:
        if badge := badges.get(product_id):
            for producer_id in {maker_id, seller_id} & set(producer_ids):
                most[producer_id] = max(most.get(producer_id, 0), badge.stars)
    return most


def scan_producers(producer_ids: Collection[int]) -> int:
    """Read the texts of producers anew; a badge on anything they make or sell stands behind their words."""
    texts = ProducerText.objects.filter(producer_id__in=producer_ids).exclude(producer__state=Producer.State.SUSPENDED)
    allowed: Mapping[int, int] = stars_of_producers(producer_ids)
    return note_claims(
        Passage(
            kind=Kind.PRODUCER,
            subject_id=text.producer_id,
            producer_id=text.producer_id,
            language=text.language,
            words=_words(text.title, text.summary, text.description),
            allowed=allowed.get(text.producer_id, 0),
        )
        for text in texts
    )


def scan_all() -> int:
    """Read every text of products and producers, some hundreds at a time, each lot in a transaction of its own."""
    count = 0
    for scan, model in ((scan_listings, Listing), (scan_producers, Producer)):
        ids = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), _AT_ONCE):
            count += scan(ids[start : start + _AT_ONCE])
    return count


def mark_unread(*, kind: str, subject_ids: Iterable[int]) -> None:
    """Note, in the transaction of a change, that texts are to be read again."""
    Unread.objects.bulk_create(Unread(kind=kind, subject_id=subject_id) for subject_id in subject_ids)


@transaction.atomic
def settle_claim(*, claim: Claim, state: str, note: str, officer: AbstractBaseUser) -> Claim:
    """Decide an open claim: settled (the maker was spoken to, the words are changed) or excused (these words claim no stars).

    The caller has asked whether this officer's duty reaches the producer. A star that only a public text reports is no record,
    and excuses nothing.

    Raises:
        UnableToDecideClaim: no note, no such decision, or the claim is not open.
    """
    locked = Claim.objects.select_for_update().get(pk=claim.pk)
    if state not in (State.SETTLED, State.EXCUSED):
        raise UnableToDecideClaim(_("A claim is settled or is no claim; there is nothing else"))
    if not note.strip():
        raise UnableToDecideClaim(_("A reason is needed"))
    if locked.state != State.OPEN:
        raise UnableToDecideClaim(_("This claim has been decided already"))
    _decide(locked, state, note.strip()[:300], officer)
    return locked
