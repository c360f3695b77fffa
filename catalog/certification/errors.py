"""What can go wrong with awards. In every case nothing was changed, and trying the same again does not help."""


class UnableToRecordAward(Exception):
    """The record cannot be an award: impossible stars, score or dates, or the decision already has this product."""


class UnableToSupersede(Exception):
    """The one award cannot take the other's place."""


class UnableToRevoke(Exception):
    """The award cannot be revoked that way."""


class UnableToWithdraw(Exception):
    """The record cannot be withdrawn or merged that way."""


class UnableToFile(Exception):
    """No re-evaluation of the award can be asked for, or taken back, that way."""


class UnableToLink(Exception):
    """The award cannot be joined to, or parted from, the listing."""


class UnableToCorrect(Exception):
    """The record cannot be put right that way."""
