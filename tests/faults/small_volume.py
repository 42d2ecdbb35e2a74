"""A disk of its own that is small enough to be filled, where the machine lets us mount one."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEGABYTE = 1 << 20


class MayNotMount(Exception):
    """Mounting needs rights that this process does not have."""


class Volume:
    """A mounted folder; `fill` takes all the room there is, `empty` gives it back."""

    def __init__(self, folder: Path) -> None:
        """Take a folder on which the volume is mounted."""
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave no room for anything."""
        block = bytes(MEGABYTE)
        with self._ballast.open("wb", buffering=0) as ballast:
            while True:
                try:
                    if ballast.write(block) < len(block):
                        return
                except OSError:
                    return

    def empty(self) -> None:
        """Give the room back; harmless when nothing was taken."""
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_volume(folder: Path, *, megabytes: int) -> Iterator[Volume]:
    """Mount a volume in memory on a new folder; MayNotMount where that is not allowed."""
    folder.mkdir(mode=0o755)
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "dure-faults", str(folder)]
    try:
        done = subprocess.run(mounting, capture_output=True, text=True, check=False)
    except FileNotFoundError as problem:
        raise MayNotMount(str(problem)) from problem
    if done.returncode:
        raise MayNotMount(done.stderr.strip())
    try:
        yield Volume(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
