"""The house as the rules see it: its files, its Python modules with their syntax trees, its rooms."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MADE_BY_TOOLS = {".dure", ".git", "__pycache__", "node_modules", "build", "dist"}
TEXT_SUFFIXES = {
    "",
    ".cfg",
    ".css",
    ".csv",
    ".html",
    ".js",
    ".json",
    ".md",
    ".po",
    ".py",
    ".sh",
    ".sql",
    ".svg",
    ".toml",
    ".ts",
    ".txt",
    ".xml",
    ".yaml",
    ".yml",
}


@dataclass(frozen=True)
class Module:
    """One Python file: its path from the house's root, its text and its syntax tree."""

    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree; a file that Python cannot read is an error of its own."""
        return ast.parse(self.text, filename=str(self.path))

    @property
    def room(self) -> str | None:
        """The room this module stands in, None outside the rooms."""
        parts = self.path.parts
        return parts[3] if parts[:3] == ("src", "dure", "rooms") and len(parts) > 4 else None

    @property
    def place(self) -> str:
        """Where in its room the module stands: `services` for services.py and for services/orders.py alike."""
        return Path(self.path.parts[4]).stem if self.room else self.path.stem

    @property
    def is_test(self) -> bool:
        """Whether this is a test or something tests stand on."""
        return "tests" in self.path.parts or self.path.name in {"conftest.py", "testing.py"}

    @property
    def is_migration(self) -> bool:
        """Whether Django wrote this file."""
        return "migrations" in self.path.parts

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method, at any depth."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def public_functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Functions at the module's top level whose name has no leading underscore."""
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                yield node

    def classes(self) -> Iterator[ast.ClassDef]:
        """Classes at the module's top level."""
        for node in self.tree.body:
            if isinstance(node, ast.ClassDef):
                yield node

    def imports(self) -> Iterator[tuple[int, str]]:
        """Every imported name in full, with its line: `from a import b` gives `a.b`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@dataclass(frozen=True)
class House:
    """A tree of files that claims to be Dure."""

    root: Path

    @cached_property
    def files(self) -> list[Path]:
        """Every file that belongs to the house, from its root: tracked or about to be, never what tools made."""
        if (self.root / ".git").exists():
            command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
            listed = subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True).stdout
            names = [Path(name) for name in listed.split("\0") if name]
        else:
            names = [path.relative_to(self.root) for path in self.root.rglob("*")]
        return sorted(
            name for name in names if not MADE_BY_TOOLS.intersection(name.parts) and (self.root / name).is_file()
        )

    @cached_property
    def modules(self) -> list[Module]:
        """Every Python file of the house."""
        return [Module(path, self.text(path)) for path in self.files if path.suffix == ".py"]

    @cached_property
    def product(self) -> list[Module]:
        """The Python files that run in production and were written by people."""
        return [
            module
            for module in self.modules
            if module.path.parts[:2] == ("src", "dure") and not module.is_test and not module.is_migration
        ]

    @cached_property
    def rooms(self) -> list[str]:
        """The rooms' names, alphabetical."""
        return sorted({module.room for module in self.modules if module.room})

    @cached_property
    def declarations(self) -> dict[str, object]:
        """What pyproject.toml says."""
        return tomllib.loads(self.text(Path("pyproject.toml")))

    def room_modules(self, *places: str) -> Iterator[Module]:
        """Modules of all rooms that stand at one of these places, such as `services` or `views`."""
        return (module for module in self.product if module.room and module.place in places)

    def text(self, path: Path) -> str:
        """The text of one file."""
        return (self.root / path).read_text(encoding="utf-8")

    def texts(self, *suffixes: str) -> Iterator[tuple[Path, str]]:
        """Path and text of every file with one of these suffixes; of every text file when none is named."""
        wanted = set(suffixes) or TEXT_SUFFIXES
        for path in self.files:
            if path.suffix in wanted:
                yield path, self.text(path)
