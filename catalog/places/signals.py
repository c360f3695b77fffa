"""What places announce; storeys above listen. Sent within the transaction of the change."""

from django.dispatch import Signal

# Arguments: place_ids (list of int)
places_changed = Signal()
