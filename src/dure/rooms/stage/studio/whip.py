"""The door for programs and cameras that speak WHIP (RFC 9725): an offer comes, an answer goes, DELETE hangs up.

The stage pass is the bearer token. What speaks WebRTC is loaded with the first offer, and only where it is installed.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from uuid import UUID

from dure.kernel import clock, tokens
from dure.kernel.gate import problems
from dure.kernel.gate.doors import Route
from dure.kernel.gate.problems import GateProblem
from dure.kernel.gate.requests import Request
from dure.rooms.stage.stage_passes import StagePass, read_stage
from dure.rooms.stage.studio.frames import FrameRefused
from dure.rooms.stage.studio.register import Unknown

if TYPE_CHECKING:
    from dure.rooms.stage.studio.cameras import Camera
    from dure.rooms.stage.studio.desk import Desk

log = logging.getLogger("dure.studio")

FOLDER: Final = b"/whip/"
SDP: Final = b"application/sdp"
BEARER: Final = b"bearer "
AGAIN_AFTER_S: Final = 2


class Whip:
    """The door below `/whip/`: POST `/whip/<broadcast>`, DELETE `/whip/<broadcast>/<camera>`."""

    def __init__(self, desk: "Desk", key: bytes) -> None:
        """Let cameras onto a desk; `key` is the one the pages sign with."""
        self._desk = desk
        self._key = key
        self._cameras: dict[UUID, Camera] = {}

    def routes(self) -> tuple[Route, ...]:
        """Return what is served."""
        return (Route(FOLDER, {b"POST": self.offer, b"DELETE": self.end}),)

    def offer(self, request: Request) -> None:
        """Take an offer; 201 with the answer, and where the camera is ended."""
        [broadcast_id] = _ids(request, 1)
        found = self._read_pass(request, broadcast_id)
        if request.headers.get(b"content-type", b"").split(b";")[0].strip().lower() != SDP:
            raise GateProblem(415, "offer_kind", "An offer is application/sdp.")
        self._desk.later(self._admit(request, found, bytes(request.body)))

    def end(self, request: Request) -> None:
        """Let a camera go. The broadcast waits for it or another: who stops a program may start it again."""
        broadcast_id, camera_id = _ids(request, 2)
        self._read_pass(request, broadcast_id)
        camera = self._cameras.get(camera_id)
        if camera is None or camera.papers[0].broadcast_id != broadcast_id:
            raise problems.not_found()
        camera.close()
        request.answer(200, b"")

    async def _admit(self, request: Request, found: StagePass, offer: bytes) -> None:
        try:
            await self._answer(request, found, offer)
        except GateProblem as problem:
            request.refuse(problem)
        except FrameRefused as problem:
            request.refuse(_refusal(problem.code))
        except Unknown:
            request.refuse(problems.outage(AGAIN_AFTER_S))
        except Exception:
            log.exception("a camera could not join")
            request.refuse(problems.crashed())

    async def _answer(self, request: Request, found: StagePass, offer: bytes) -> None:
        camera = _camera_maker()(self._desk, found, self._forget)
        if not await self._desk.may_enter(found, camera.papers[1]):
            raise FrameRefused("stage_taken")
        answer = await camera.open(offer.decode(errors="replace"))
        self._cameras[camera.id] = camera
        # Beside the address that was asked, so that it holds behind a proxy as well.
        place = b"Location: %b/%b\r\n" % (str(found.broadcast_id).encode(), str(camera.id).encode())
        request.answer(HTTPStatus.CREATED, answer.encode(), content_type=SDP, more=place)

    def _forget(self, camera: "Camera") -> None:
        self._cameras.pop(camera.id, None)

    def _read_pass(self, request: Request, broadcast_id: UUID) -> StagePass:
        """Return the pass of a request; 401 when it is none, or of another broadcast."""
        said = request.headers.get(b"authorization", b"")
        token = said[len(BEARER) :].strip() if said.lower().startswith(BEARER) else b""
        try:
            found = read_stage(token.decode("latin-1"), key=self._key, now=clock.now())
        except tokens.TokenExpired:
            raise _no_pass("pass_expired") from None
        except tokens.TokenSpoilt:
            raise _no_pass("pass_spoilt") from None
        if found.broadcast_id != broadcast_id:
            raise _no_pass("pass_spoilt")
        return found


def _camera_maker() -> "Callable[[Desk, StagePass, Callable[[Camera], None]], Camera]":
    """Return what speaks WebRTC; 501 where it is not installed."""
    try:
        from dure.rooms.stage.studio.cameras import Camera  # noqa: PLC0415  20 MB, for those who need it
    except ImportError:
        raise GateProblem(501, "whip_missing", "This house takes no cameras: it lacks the extra `whip`.") from None
    return Camera


def _ids(request: Request, count: int) -> list[UUID]:
    """Return the ids of an address."""
    words = request.path[len(FOLDER) :].decode("latin-1").split("/")
    try:
        found = [UUID(word) for word in words]
    except ValueError:
        raise problems.not_found() from None
    if len(found) != count:
        raise problems.wrong_method() if count < len(found) or request.method == b"DELETE" else problems.not_found()
    return found


def _no_pass(code: str) -> GateProblem:
    return GateProblem(401, code, "A camera needs the stage pass of its broadcast as bearer token.")


def _refusal(code: str) -> GateProblem:
    return GateProblem(409, code, "The studio does not take this camera now.")
