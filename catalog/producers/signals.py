"""What producers announce; storeys above listen. Sent within the transaction of the change."""

from django.dispatch import Signal

# Arguments: producer_ids (list of int)
producers_changed = Signal()
