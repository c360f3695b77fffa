"""What stock records announce; storeys above listen. Sent within the transaction of the change."""

from django.dispatch import Signal

# Arguments: product_ids (list of int)
stock_saved = Signal()
