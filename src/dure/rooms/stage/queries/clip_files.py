"""The files of clips in the house's store."""

from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from dure.rooms.stage.errors import ClipNotReady
from dure.rooms.stage.models import Clip


def film_of(*, clip: Clip) -> "File[Any]":
    """Return a clip's film; ClipNotReady while there is none."""
    return _file(clip.file)


def poster_of(*, clip: Clip) -> "File[Any]":
    """Return a clip's still picture; ClipNotReady while there is none."""
    return _file(clip.poster)


def _file(name: str) -> "File[Any]":
    if not name or not default_storage.exists(name):
        raise ClipNotReady
    return default_storage.open(name)
