"""What can go wrong with payments."""


class UnknownMethod(Exception):
    """The shop does not offer that way to pay; trying again does not help."""


class ProviderUnavailable(Exception):
    """The payment's provider did not answer or refused; nothing was charged by this call, and trying again may help.

    `has_answered` says whether an answer came: then the same request under the same key would be answered the same for a day.
    """

    def __init__(self, reason: str, *, has_answered: bool = False) -> None:
        self.has_answered = has_answered
        super().__init__(reason)


class ForgedMessage(Exception):
    """A message that claims to come from a provider is not signed by it; nothing was written."""


class PaidByHand(Exception):
    """This kind of refund leaves by a bank transfer that officers prepare and release."""


class UnableToMoveMoney(Exception):
    """A payment or refund cannot go that way, or not by this person; nothing was changed, and trying again does not help."""


class UnreadableStatement(Exception):
    """A bank statement cannot be read; the message says what is wrong with it. Nothing was written."""


class WrongCurrency(Exception):
    """Money is told in another currency than the payment is charged in: nothing was written, and a person must look."""
