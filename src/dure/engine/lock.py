"""One process at a time in a folder; the lock vanishes with its holder, however it dies."""

import fcntl
import os
from pathlib import Path
from typing import Self

from dure.engine.errors import FolderInUse


class FolderLock:
    """A `flock` on one file, with a note inside that says who holds it."""

    def __init__(self, file: Path) -> None:
        """Name the lock file; nothing is touched yet."""
        self.file = file
        self._handle: int | None = None

    def take(self, note: str = "") -> Self:
        """Take the lock at once or raise `FolderInUse` with the holder's note."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 4096).decode(errors="replace")
            os.close(handle)
            sentence = f"Another process is using {self.file.parent}."
            raise FolderInUse(sentence, "Stop it first, or use another folder.", holder=holder) from None
        self._handle = handle
        self.note(note or f"process {os.getpid()}")
        return self

    def note(self, text: str) -> None:
        """Replace what others read when they find the folder in use."""
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, text.encode(), 0)

    def release(self) -> None:
        """Let others in; harmless when not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock."""
        return self._handle is not None

    def __enter__(self) -> Self:
        """Take the lock."""
        return self.take()

    def __exit__(self, *_exception: object) -> None:
        """Release the lock."""
        self.release()
