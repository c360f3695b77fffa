"""Tables of people and roles."""

from marketplace.accounts.models.addresses import SavedAddress
from marketplace.accounts.models.consents import ConsentRecord
from marketplace.accounts.models.mails import OutgoingMail
from marketplace.accounts.models.roles import Appointment, Membership
from marketplace.accounts.models.users import User

__all__ = ["Appointment", "ConsentRecord", "Membership", "OutgoingMail", "SavedAddress", "User"]
