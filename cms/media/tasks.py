"""Jobs of pictures. They take ids and do nothing twice."""

from __future__ import annotations

from django_tasks import task

from cms.media import services
from cms.media.models import CustomImage


@task()
def make_sizes(image_id: int) -> None:
    """Make the missing sizes of a picture; one that has gone meanwhile is no error."""
    image = CustomImage.objects.filter(pk=image_id).first()
    if image:
        services.make_sizes(image=image)
