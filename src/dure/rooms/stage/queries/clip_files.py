"""The films and pictures of clips and recordings in the house's store."""

from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from dure.rooms.stage.errors import ClipNotReady, NoRecording
from dure.rooms.stage.models import Broadcast, Clip


def film_of(*, clip: Clip) -> "File[Any]":
    """Return a clip's film; ClipNotReady while there is none."""
    return _file(clip.file)


def poster_of(*, clip: Clip) -> "File[Any]":
    """Return a clip's still picture; ClipNotReady while there is none."""
    return _file(clip.poster)


def still_of(*, broadcast: Broadcast) -> "File[Any]":
    """Return a recording's still picture; NoRecording while there is none."""
    if not broadcast.poster or not default_storage.exists(broadcast.poster):
        raise NoRecording
    return default_storage.open(broadcast.poster)


def _file(name: str) -> "File[Any]":
    if not name or not default_storage.exists(name):
        raise ClipNotReady
    return default_storage.open(name)
