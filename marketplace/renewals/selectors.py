"""Read whose stars end when, and which cases there are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from catalog.certification.badges import AwardState, award_state, valid_until
from catalog.certification.models import Award, AwardLink
from catalog.certification.selectors import facts_of, verification_url
from catalog.producers.models import Producer
from catalog.products.models import Listing
from catalog.products.selectors import producer_name
from marketplace.accounts.models import Membership
from marketplace.accounts.permissions import Person, Reach, permissions_for_producer, reach_of
from marketplace.renewals.models import RenewalCase, RenewalPaper

SEE, FILE, DECIDE = "awards.see", "awards.renew", "renewals.decide"


@dataclass(frozen=True, slots=True, kw_only=True)
class MakersAward:
    """One award as its maker sees it. `days_left` is negative after the last day; `case` is the latest filing, if any."""

    award: Award
    state: AwardState
    last_day: date
    days_left: int
    record_url: str
    case: RenewalCase | None

    @property
    def can_file(self) -> bool:
        """Whether papers may be filed: nothing else follows the award."""
        return self.state in (AwardState.VALID, AwardState.EXPIRING, AwardState.REEVALUATION_FILED, AwardState.LAPSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case in an officer's list."""

    id: int
    code: str
    product: str
    maker: str
    state: str
    opened_at: datetime
    last_day: date
    papers: int
    producer_id: int


def makers_award(award: Award, *, today: date) -> MakersAward:
    """Give what a maker is told of one award; load `decision` and `superseded_by` beforehand."""
    last_day = valid_until(award.lapses_on)
    return MakersAward(
        award=award,
        state=award_state(facts_of(award), today),
        last_day=last_day,
        days_left=(last_day - today).days,
        record_url=verification_url(award.code),
        case=RenewalCase.objects.filter(award=award).order_by("-opened_at").first(),
    )


def _listings_of(producer: Producer) -> Q:
    """A product is its maker's; where nobody is known to make it, its seller's."""
    return Q(maker=producer) | Q(maker=None, seller=producer)


def awards_of_producer(producer: Producer, *, today: date) -> list[MakersAward]:
    """Give a producer's awards that a person linked to its listings, those that end first at the top; withdrawn ones are left out."""
    products = Listing.objects.filter(_listings_of(producer)).values("product_id")
    linked = AwardLink.objects.filter(product_id__in=products, ended_at=None).values("award_id")
    awards = Award.objects.filter(pk__in=linked, withdrawn_on=None).select_related("decision", "superseded_by").order_by("lapses_on", "pk")
    return [makers_award(award, today=today) for award in awards]


def holders_of(award: Award) -> list[Producer]:
    """Give the producers who make what the award is linked to."""
    return holders_of_awards([award.pk]).get(award.pk, [])


def holders_of_awards(award_ids: Collection[int]) -> dict[int, list[Producer]]:
    """Give the producers of each award, with their texts, in three queries."""
    pairs = AwardLink.objects.filter(award_id__in=award_ids, ended_at=None).values_list(
        "award_id", "product__listing__maker_id", "product__listing__seller_id"
    )
    wanted = {(award_id, maker or seller) for award_id, maker, seller in pairs if maker or seller}
    producers = Producer.objects.prefetch_related("texts").in_bulk({producer_id for _award, producer_id in wanted})
    found: dict[int, list[Producer]] = {}
    for award_id, producer_id in sorted(wanted):
        found.setdefault(award_id, []).append(producers[producer_id])
    return found


def producers_of_member(user: Person) -> list[Producer]:
    """Give the producers for which a person may look after awards."""
    if not user.is_active or user.pk is None:
        return []
    ids = Membership.objects.filter(user_id=user.pk).values_list("producer_id", flat=True)
    producers = Producer.objects.filter(pk__in=ids).select_related("place").prefetch_related("texts")
    return [producer for producer in producers if SEE in permissions_for_producer(user, producer)]


def get_award_for(user: Person, code: str, permission: str) -> tuple[Award, Producer]:
    """Give an award and the producer for whom this person may do `permission`.

    Raises:
        Award.DoesNotExist: there is none, or it is not this person's; the two look the same from outside.
    """
    award = Award.objects.select_related("decision__issuing_body", "superseded_by").get(code=code, withdrawn_on=None)
    for producer in holders_of(award):
        if permission in permissions_for_producer(user, producer):
            return award, producer
    raise Award.DoesNotExist


def get_paper_for(user: Person, paper_id: int) -> RenewalPaper:
    """Give a paper to a member of the producer or to an officer whose duty reaches the producer.

    Raises:
        RenewalPaper.DoesNotExist: there is none, or it is not for this person; the two look the same from outside.
    """
    paper = RenewalPaper.objects.select_related("case__producer__place").get(pk=paper_id)
    if not {SEE, DECIDE} & permissions_for_producer(user, paper.case.producer):
        raise RenewalPaper.DoesNotExist
    return paper


def cases_within(reach: Reach | None) -> QuerySet[RenewalCase]:
    """Give the cases of producers within reach of a duty to decide; none without the duty."""
    cases = RenewalCase.objects.select_related("award__decision", "producer__place", "outcome_award").prefetch_related("producer__texts")
    if reach is None:
        return cases.none()
    return cases if reach.is_everywhere else cases.filter(producer__place__in=reach.places().values("pk"))


def get_case_for(officer: Person, case_id: int) -> RenewalCase:
    """Give a case, with its papers, to an officer whose duty reaches its producer.

    Raises:
        RenewalCase.DoesNotExist: there is none, or it is not for this officer; the two look the same from outside.
    """
    return cases_within(reach_of(officer, DECIDE)).select_related("opened_by", "closed_by").prefetch_related("papers").get(pk=case_id)


def cases_for_officer(officer: Person, *, state: str = RenewalCase.State.OPEN, language: str = "vi") -> list[CaseRow]:
    """Give the cases that an officer may decide, those whose stars end first at the top."""
    cases = cases_within(reach_of(officer, DECIDE)).filter(state=state).annotate(number=Count("papers")).order_by("award__lapses_on", "pk")
    return [
        CaseRow(
            id=case.pk,
            code=case.award.code,
            product=case.award.product_name,
            maker=producer_name(case.producer, language)[0] or case.award.maker_name,
            state=case.state,
            opened_at=case.opened_at,
            last_day=valid_until(case.award.lapses_on),
            papers=case.number,
            producer_id=case.producer_id,
        )
        for case in cases
    ]
