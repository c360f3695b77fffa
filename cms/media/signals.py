"""What pictures announce; storeys above listen. Sent within the transaction of the change."""

from django.dispatch import Signal

# Arguments: listing_ids (list of int): whose pictures, or whose ready sizes, are others now
pictures_changed = Signal()
