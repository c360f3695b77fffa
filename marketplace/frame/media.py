"""Pictures on a machine without a web server in front."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# A picture that changes gets another name, so a browser may keep it for a year.
KEEP_SECONDS = 365 * 24 * 60 * 60


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Give a picture's file; Django's own helper does so only with DEBUG on, which the demo is not.

    Raises:
        Http404: no such file, or a folder.
    """
    answer = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    if isinstance(answer, FileResponse):
        answer.headers["Cache-Control"] = f"public, max-age={KEEP_SECONDS}, immutable"
    return answer
