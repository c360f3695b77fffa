"""What products announce; storeys above listen. Sent within the transaction of the change."""

from django.dispatch import Signal

# Arguments: listing_ids (list of int)
listings_changed = Signal()
