"""Jobs of the complaints room. They take ids, read afresh, and do no harm when they run twice."""

from __future__ import annotations

from django_tasks import task


@task()
def send_complaint_notices(complaint_id: int) -> None:
    """Tell whoever must act or has waited for an answer."""
    from marketplace.complaints.notices import send_notices  # stands above the services that enqueue this

    send_notices(complaint_id)
