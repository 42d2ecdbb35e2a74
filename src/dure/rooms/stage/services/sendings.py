"""Films that are sent in pieces: begun, gone on with after the line was lost, given up, whole.

A piece is kept before it is counted, under the place where it begins: what was kept and not counted is written anew.
"""

from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.stage.errors import (
    FilmEmpty,
    FilmTooLarge,
    PieceSize,
    SendingNotFound,
    TooManySendings,
    WrongOffset,
)
from dure.rooms.stage.models import Clip, Sending
from dure.rooms.stage.models.clips import FILM_BYTES_MAX
from dure.rooms.stage.models.sendings import FILE_NAME_LENGTH_MAX, FINGERPRINT_LENGTH_MAX
from dure.rooms.stage.services.changes import titled
from dure.rooms.stage.services.clips import count_clip, demand_film, demand_sender, waiting_clip, within_clip
from dure.rooms.stage.services.kept_files import PIECES, discard, keep_piece

PIECE_LEAST: Final = 32 * 1024
PIECE_MOST: Final = 768 * 1024
OPEN_MAX: Final = 3
BEGINS: Final = 16
"""Bytes a film is known by."""


@transaction.atomic
def begin_sending(
    *,
    by: Actor,
    size: int,
    title: str,
    organisation_id: UUID | None = None,
    poster_ms: int = 0,
    name: str = "",
    fingerprint: str = "",
) -> Sending:
    """Announce a film of so many bytes, to be sent in pieces; a few at once and so many a day.

    By the file's `name` and `fingerprint` its sender knows it again. FilmEmpty, FilmTooLarge,
    TooManySendings.
    """
    person_id = demand_sender(by=by, organisation_id=organisation_id)
    if size <= 0:
        raise FilmEmpty
    if size > FILM_BYTES_MAX:
        raise FilmTooLarge(mb_max=FILM_BYTES_MAX // 1024**2)
    count_clip(person_id=person_id)  # which also lets one person's beginnings wait for each other
    if Sending.objects.filter(person_id=person_id, received__lt=F("size")).count() >= OPEN_MAX:
        raise TooManySendings(max=OPEN_MAX, remedy="/live/clips/new/")
    now = clock.now()
    return Sending.objects.create(
        person_id=person_id,
        organisation_id=organisation_id,
        title=titled(words=title),
        poster_ms=within_clip(moment_ms=poster_ms),
        name=name[:FILE_NAME_LENGTH_MAX],
        fingerprint=fingerprint[:FINGERPRINT_LENGTH_MAX],
        size=size,
        began_at=now,
        heard_at=now,
    )


@transaction.atomic
def change_sending(
    *, by: Actor, sending_id: UUID, title: str, organisation_id: UUID | None = None, poster_ms: int = 0
) -> Sending:
    """Say anew what a film on its way is called, for whom it is, and which picture stands for it."""
    demand_sender(by=by, organisation_id=organisation_id)
    found = _open(sending_id, by)
    found.title, found.organisation_id = titled(words=title), organisation_id
    found.poster_ms = within_clip(moment_ms=poster_ms)
    found.save(update_fields=["title", "organisation", "poster_ms"])
    return found


@transaction.atomic
def add_piece(*, by: Actor, sending_id: UUID, offset: int, piece: bytes) -> Sending:
    """Take the piece that begins at `offset`; with the last one the film waits to be made ready.

    WrongOffset says where to go on. PieceSize when it is too small (the last one may be), too large, or goes beyond the
    end. NotAFilm as soon as the first piece shows it.
    """
    found = _own(sending_id, by)
    if offset != found.received:
        raise WrongOffset(offset=found.received)
    ends = offset + len(piece)
    is_too_small = len(piece) < PIECE_LEAST and ends != found.size
    if not piece or is_too_small or len(piece) > PIECE_MOST or ends > found.size:
        raise PieceSize(kb_least=PIECE_LEAST // 1024, kb_most=PIECE_MOST // 1024)
    if not offset:
        demand_film(size=found.size, begins=piece[:BEGINS])
    keep_piece(piece=piece, folder=_folder(found), begins=offset)
    found.received, found.heard_at = ends, clock.now()
    found.save(update_fields=["received", "heard_at"])
    if found.is_whole:
        _hand_over(found, by)
    return found


@transaction.atomic
def give_up_sending(*, by: Actor, sending_id: UUID) -> None:
    """Forget a film on its way, with what is here of it."""
    found = _open(sending_id, by)
    found.delete()
    transaction.on_commit(partial(discard, name=f"clips/{sending_id}"))


def _hand_over(sending: Sending, by: Actor) -> None:
    """Make a waiting clip of what is whole; the row stays a while, for a sender who did not hear it."""
    demand_sender(by=by, organisation_id=sending.organisation_id)
    waiting_clip(
        clip=Clip(
            id=sending.id,
            organisation_id=sending.organisation_id,
            person_id=sending.person_id,
            title=sending.title,
            poster_ms=sending.poster_ms,
            upload=_folder(sending),
        )
    )


def _folder(sending: Sending) -> str:
    return f"clips/{sending.id}/{PIECES}"


def _own(sending_id: UUID, by: Actor) -> Sending:
    """Return one's own sending, locked; SendingNotFound to others."""
    found = Sending.objects.select_for_update().filter(id=sending_id).first()
    if found is None or found.person_id != by.person_id:
        raise SendingNotFound
    return found


def _open(sending_id: UUID, by: Actor) -> Sending:
    found = _own(sending_id, by)
    if found.is_whole:
        raise SendingNotFound
    return found
