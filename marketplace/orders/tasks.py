"""Jobs of the orders room. They take ids, read afresh, and do no harm when they run twice."""

from __future__ import annotations

from django_tasks import task


@task()
def send_order_notices(order_id: int) -> None:
    """Tell the buyer and each producer of an order what they do not know yet."""
    from marketplace.orders.notices import send_notices  # the selectors stand above the services that enqueue this

    send_notices(order_id)


@task()
def text_producer(parcel_id: int, key: str, is_reminder: bool) -> None:
    """Send a producer without an e-mail a text message about a parcel that waits."""
    from marketplace.orders.notices import send_text  # it enqueues this

    send_text(parcel_id, key, is_reminder=is_reminder)


@task()
def tell_who_bears(decision_id: int, producer_id: int) -> None:
    """Tell a producer what it bears of a lost dispute."""
    from marketplace.orders.dispute_notices import tell_bearer  # it stands above what enqueues this

    tell_bearer(decision_id, producer_id)
