"""Tables of certification."""

from catalog.certification.models.awards import Award, AwardLink
from catalog.certification.models.decisions import Decision
from catalog.certification.models.rules import CriteriaBand, IssuingBody, OcopGroup

__all__ = ["Award", "AwardLink", "CriteriaBand", "Decision", "IssuingBody", "OcopGroup"]
