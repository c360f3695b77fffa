"""What this room adds to Wagtail's screens."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet


class NoDocuments(ImagesAdminAPIViewSet):
    """An empty list: the shop keeps no documents, but every screen of Wagtail 8 asks for the address of their list."""

    name = "documents"

    def get_queryset(self) -> Any:
        """Give nothing."""
        return self.model.objects.none()


@hooks.register("construct_admin_api")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def answer_for_documents(router: Any) -> None:
    """Register the list that is not there."""
    router.register_endpoint("documents", NoDocuments)
