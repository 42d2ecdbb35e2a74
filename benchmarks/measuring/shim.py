"""The shim (`shim.c`): slower fsyncs and a wrong clock for processes of ours, where there is a C compiler and Linux."""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
CLOCK_FILE_BYTES = 32


class NoCompiler(RuntimeError):
    """There is nothing here that makes a library of C."""


def compiler() -> Sequence[str]:
    """Return the command of the machine's C compiler, or of the `ziglang` wheel; NoCompiler when there is neither."""
    if sys.platform != "linux":
        raise NoCompiler("the shim needs Linux")
    if found := next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None):
        return [found]
    if importlib.util.find_spec("ziglang"):
        return [sys.executable, "-m", "ziglang", "cc"]
    raise NoCompiler("no C compiler; the extra `measure` brings one (uv pip install ziglang)")


def build(folder: Path) -> Path:
    """Compile the shim into a folder and return the library, which every user of the machine may load."""
    library = folder / "dure-shim.so"
    subprocess.run([*compiler(), "-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl"], check=True)
    library.chmod(0o755)
    return library


def environment(
    library: Path, *, fsync_ms: float = 0, clock_s: int = 0, clock_file: Path | None = None
) -> Mapping[str, str]:
    """Return the variables of a process with slower fsyncs or a wrong clock; `clock_file` as `set_clock` writes it."""
    bent = {"DURE_SHIM_CLOCK_FILE": str(clock_file)} if clock_file else {}
    return {
        "LD_PRELOAD": str(library),
        "DURE_SHIM_FSYNC_MS": f"{fsync_ms:g}",
        "DURE_SHIM_CLOCK_S": f"{clock_s}",
        **bent,
    }


def set_clock(file: Path, *, seconds: int) -> None:
    """Let the clock of all who watch a file be wrong by so much from now on; the file is made when it is not there."""
    written = f"{seconds}".encode().ljust(CLOCK_FILE_BYTES, b"\0")
    if not file.exists():
        file.touch(mode=0o644)
        file.chmod(0o644)
    with file.open("r+b") as kept:  # in place: whoever maps the file sees it
        kept.write(written)
