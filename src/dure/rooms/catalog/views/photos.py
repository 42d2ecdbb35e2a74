"""Photos, in the format the browser likes best."""

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.cache import patch_vary_headers

from dure.kernel.pictures import picture_answer
from dure.rooms.catalog.queries.photos import FOLDER


def photo(request: HttpRequest, key: UUID, size: str) -> FileResponse:
    """Answer with a photo: AVIF for a browser that says it reads it, WebP for any other."""
    kind = "avif" if "image/avif" in request.headers.get("Accept", "") else "webp"
    answer = picture_answer(key=f"{FOLDER}/{key}", name=f"{size}.{kind}", is_public=True)
    patch_vary_headers(answer, ["Accept"])
    return answer
