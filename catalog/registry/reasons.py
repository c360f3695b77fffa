"""Why a row is rejected or doubtful, or what was noted while reading it: codes kept, words in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Weight(IntEnum):
    """How much a reason weighs; the heaviest decides."""

    NOTE = 0
    DOUBT = 1
    REJECTION = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding about a row, with the value that it is about."""

    code: str
    value: str = ""

    @property
    def weight(self) -> Weight:
        """How much it weighs."""
        return TEXTS[self.code][0]

    def __str__(self) -> str:
        text = str(TEXTS[self.code][1])
        return text % {"value": self.value} if "%(value)s" in text else text

    def to_json(self) -> dict[str, Any]:
        """Give it as plain values."""
        return {"code": self.code, "value": self.value}


_N, _D, _R = Weight.NOTE, Weight.DOUBT, Weight.REJECTION
TEXTS: dict[str, tuple[Weight, Promise]] = {
    "name_missing": (_R, _("no product name")),
    "maker_missing": (_R, _("no maker's name")),
    "too_long": (_R, _("a text is far too long: “%(value)s…”")),
    "stars_missing": (_R, _("no stars and no score")),
    "stars_unclear": (_R, _("the stars cannot be read: “%(value)s”")),
    "stars_out_of_range": (_R, _("only 3 to 5 stars are certified, not %(value)s")),
    "score_unreadable": (_R, _("the score cannot be read: “%(value)s”")),
    "score_out_of_range": (_R, _("a score lies between 0 and 100, not at %(value)s")),
    "decision_missing": (_R, _("no decision number")),
    "decision_unreadable": (_R, _("the decision number cannot be read: “%(value)s”")),
    "date_missing": (_R, _("no date of the decision")),
    "date_impossible": (_R, _("this date cannot be: “%(value)s”")),
    "ends_before_start": (_R, _("it would end before it starts: “%(value)s”")),
    "same_row_twice": (_R, _("the same as line %(value)s")),
    "stars_from_score": (_D, _("no stars stand here; the score would give %(value)s")),
    "stars_from_title": (_N, _("stars taken from the title above the rows: %(value)s")),
    "stars_against_title": (_D, _("the title above the rows says %(value)s stars")),
    "score_against_stars": (_D, _("the score %(value)s does not give these stars")),
    "no_bands_then": (_N, _("no table of scores is on file for %(value)s: stars and score are not compared")),
    "potential_five": (_N, _("potential five stars: no five-star badge")),
    "potential_and_five": (_D, _("five stars and potential five stars exclude each other")),
    "decision_not_whole": (_D, _("the decision number is not whole: “%(value)s”")),
    "decision_year": (_D, _("the year in the decision number is not that of its date: %(value)s")),
    "decisions_differ": (_D, _("another decision stands above the table: %(value)s")),
    "date_guessed": (_D, _("the date could be read another way: “%(value)s”")),
    "date_in_future": (_D, _("the decision is dated in the future: %(value)s")),
    "date_before_program": (_D, _("the decision is older than the program (7 May 2018): %(value)s")),
    "start_before_decision": (_D, _("it would start before its decision: %(value)s")),
    "term_differs": (_D, _("the paper's last day is not 36 months after the first: “%(value)s”")),
    "term_day_off": (_N, _("the paper names %(value)s as the last day; the last day is the one before")),
    "issuer_unknown": (_D, _("it is not known which body signed: “%(value)s”")),
    "issuer_named": (_N, _("the issuing body as an officer named it for the whole run: %(value)s")),
    "five_by_province": (_N, _("five stars under a number of a People's Committee: compare with the ministry's decision")),
    "encoding_turned": (_N, _("turned from %(value)s letters")),
    "encoding_doubtful": (_D, _("some letters are broken: “%(value)s”")),
    "look_alikes": (_N, _("letters of another script replaced")),
    "odd_signs": (_D, _("signs of a formula or of markup stand in a name: “%(value)s”")),
    "accepted_by_officer": (_N, _("accepted by an officer: %(value)s")),
    "rejected_by_officer": (_R, _("rejected by an officer: %(value)s")),
    "rows_disagree": (_D, _("line %(value)s says something else about the same product and decision")),
    "record_disagrees": (_D, _("the award on record has other stars or another score: %(value)s")),
    "already_recorded": (_N, _("this award is on record already")),
    "revoked_before": (_D, _("this award was revoked or withdrawn: %(value)s")),
    "former_doubtful": (_D, _("perhaps the same product as the award %(value)s under another name")),
    "several_formers": (_D, _("the name fits the awards of several products: %(value)s")),
    "code_under_other_name": (_D, _("the award %(value)s bears the same product code under another name")),
    "award_corrected": (_N, _("the award on record was put right after this row: %(value)s")),
    "absence_kept": (_N, _("an officer has looked: the award stands (%(value)s)")),
    "absence_revoked": (_N, _("an officer has recorded the revocation (%(value)s)")),
    "absence_withdrawn": (_N, _("an officer has withdrawn the record (%(value)s)")),
    "absent_from_list": (_D, _("the award %(value)s does not stand in the full list: nothing is taken away, ask why")),
    "sample_outside_demo": (_R, _("a sample decision has no place outside the demo: %(value)s")),
    "not_applied": (_D, _("could not be applied: %(value)s")),
}


def from_json(reasons: list[dict[str, Any]]) -> list[Reason]:
    """Give kept reasons; codes of other versions are left out."""
    return [Reason(entry["code"], entry["value"]) for entry in reasons if entry["code"] in TEXTS]


def weight_of(reasons: list[Reason]) -> Weight:
    """Give the heaviest weight; a note where there is nothing."""
    return max((reason.weight for reason in reasons), default=Weight.NOTE)


def in_words(reasons: list[dict[str, Any]]) -> str:
    """Say kept reasons in the reader's language, heaviest first."""
    return "; ".join(str(reason) for reason in sorted(from_json(reasons), key=lambda reason: -reason.weight))
