"""What the verification page shows: the record as it is, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.certification.badges import IN_FORCE, AwardState, award_state, valid_until
from catalog.certification.history import HistoryEntry, history_of
from catalog.certification.models import Award
from catalog.certification.selectors import facts_of, verification_url


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationPage:
    """One award for anybody who wants to check it. `successor_url` leads on where another record took its place."""

    award: Award
    state: AwardState
    is_in_force: bool
    last_day: date
    successor_url: str
    is_sample: bool
    history: list[HistoryEntry]

    def to_json(self) -> dict[str, Any]:
        """Give the same as plain values; no address of a household."""
        award = self.award
        return {
            "code": award.code,
            "product": award.product_name,
            "maker": award.maker_name,
            "stars": award.stars,
            "potential_five_stars": award.is_potential_five,
            "decision": award.decision.number,
            "decided_on": award.decision.signed_on.isoformat(),
            "issuing_body": award.decision.issuing_body.name_vi,
            "valid_from": award.starts_on.isoformat(),
            "valid_until": self.last_day.isoformat(),
            "state": str(self.state),
            "in_force": self.is_in_force,
            "revoked_on": award.revoked_on.isoformat() if award.revoked_on else None,
            "reevaluation_filed_on": award.reevaluation_filed_on.isoformat() if award.reevaluation_filed_on else None,
            "history": [entry.to_json() for entry in self.history],
            "successor": self.successor_url or None,
            "is_sample": self.is_sample,
        }


def verification_page(code: str, *, today: date) -> VerificationPage:
    """Read the award of a clean code.

    Raises:
        Award.DoesNotExist: no award ever bore this code.
    """
    award = Award.objects.select_related("decision__issuing_body", "superseded_by", "merged_into", "group").get(code=code)
    state = award_state(facts_of(award), today)
    successor = award.merged_into or (award.superseded_by if state in (AwardState.RENEWED, AwardState.UPGRADED) else None)
    return VerificationPage(
        award=award,
        state=state,
        is_in_force=state in IN_FORCE,
        last_day=valid_until(award.lapses_on),
        successor_url=verification_url(successor.code) if successor else "",
        is_sample=award.decision.is_sample,
        history=history_of(award, today=today),
    )
