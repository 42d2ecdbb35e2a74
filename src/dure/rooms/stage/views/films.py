"""Films and posters out of the house's store, whole or the piece that a player asks for."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import IO, Any, Final

from django.core.files.base import File
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from dure.kernel.http import DureRequest
from dure.rooms.stage.studio.addresses import asked_piece

PIECE: Final = 256 * 1024
A_WHILE: Final = "private, max-age=300"
"""What is withdrawn is soon gone from browsers too; no cache between us keeps it."""


def film_answer(request: DureRequest, film: "File[Any]") -> HttpResponseBase:
    """Answer with a film, or with the bytes of it that were asked for: players jump, some need it to play at all."""
    size = film.size
    asked = asked_piece(request.headers.get("Range", ""), size=size)
    if asked is not None and asked.start == asked.stop:
        film.close()
        return HttpResponse(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{size}"}
        )
    answer: StreamingHttpResponse
    if asked is None:
        answer = FileResponse(film, content_type="video/mp4")
    else:
        answer = StreamingHttpResponse(_piece(film, asked), status=HTTPStatus.PARTIAL_CONTENT, content_type="video/mp4")
        answer["Content-Range"] = f"bytes {asked.start}-{asked.stop - 1}/{size}"
        answer["Content-Length"] = str(asked.stop - asked.start)
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = A_WHILE
    return answer


def poster_answer(poster: "File[Any]") -> FileResponse:
    """Answer with a still picture."""
    answer = FileResponse(poster, content_type="image/jpeg")
    answer["Cache-Control"] = A_WHILE
    return answer


def _piece(film: IO[bytes], asked: slice) -> Iterator[bytes]:
    """Yield some bytes of a file, and let go of it."""
    left = asked.stop - asked.start
    with film:
        film.seek(asked.start)
        while left and (data := film.read(min(left, PIECE))):
            left -= len(data)
            yield data
