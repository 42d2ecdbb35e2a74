"""Lock files: everything that is asked for is pinned by content, and nothing says where it comes from."""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

from .house import House
from .rule import rule

LOCK_FILES = ("requirements/*.txt", "**/package-lock.json", "**/pnpm-lock.yaml", "**/uv.lock")
# Tools of a checkout: an installed house has what they make.
MAKERS = ("src/dure/cli/fonts.py", "src/dure/cli/messages.py", "src/dure/cli/pages/*.py")
# What an extra brings is imported in one module, which is loaded only where it is installed.
BY_EXTRA = {"aiortc": "src/dure/rooms/stage/studio/cameras.py"}
RUN, ALL = Path("requirements/run.txt"), Path("requirements/all.txt")


@rule(
    {"requirements/run.txt": "django @ https://files.example/django.whl\n"},
    {"requirements/run.txt": "django==5.2.8\n"},
    {
        "src/dure/ui/frontend/package-lock.json": '{"packages": {"node_modules/a": {"resolved": "https://x.example/a.tgz"}}}'
    },
)
def locks_pin_contents_not_places(house: House) -> Iterator[str]:
    """Lock files hold versions and hashes, no addresses: any registry, mirror or cache will do."""
    for path in house.files:
        if not any(path.match(pattern) for pattern in LOCK_FILES):
            continue
        text = house.text(path)
        if re.search(r"https?://", _without_comments(path, text)):
            yield f"{path} holds addresses"
        if path.suffix == ".txt" and re.search(r"^[\w.\[\]-]+==", text, re.MULTILINE) and "--hash=sha256:" not in text:
            yield f"{path} has no hashes"


def _without_comments(path: Path, text: str) -> str:
    """A lock file's own content: no comments, and of npm's lock no addresses of licences and donations."""
    if path.name != "package-lock.json":
        return re.sub(r"#.*", "", text)
    packages = json.loads(text).get("packages", {})
    return json.dumps({name: package.get("resolved", "") for name, package in packages.items()})


def _names(lines: Iterable[str]) -> set[str]:
    """The packages that lines such as `django-allauth[mfa]>=65` ask for or pin, spelt in one way."""
    found = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines)
    return {re.sub(r"[-_.]+", "-", name.group()).lower() for name in found if name}


def _pinned(house: House, path: Path) -> set[str]:
    """The packages that a requirements file pins."""
    text = house.text(path) if path in house.files else ""
    return _names(line for line in text.splitlines() if "==" in line)


@rule(
    {"requirements/run.txt": "psycopg==3.3.9 --hash=sha256:00\n"},
    {"src/dure/ui/frontend/package.json": '{"dependencies": {"htmx.org": "4.0.1"}}'},
)
def locks_cover_what_is_asked_for(house: House) -> Iterator[str]:
    """Every direct dependency is pinned: run.txt has what an installed house needs, all.txt what a checkout needs."""
    project: Any = house.declarations["project"]
    groups: Any = house.declarations.get("dependency-groups", {})
    tools = [line for group in groups.values() for line in group if isinstance(line, str)]
    for path, asked in ((RUN, project["dependencies"]), (ALL, [*project["dependencies"], *tools])):
        for name in sorted(_names(asked) - _pinned(house, path)):
            yield f"{path} does not pin {name}"
    for path in house.files:
        if path.name == "package.json":
            package, lock = json.loads(house.text(path)), path.with_name("package-lock.json")
            known = json.loads(house.text(lock))["packages"] if lock in house.files else {}
            for name in sorted({**package.get("dependencies", {}), **package.get("devDependencies", {})}):
                if f"node_modules/{name}" not in known:
                    yield f"{lock} does not pin {name}"


@rule({"src/dure/kernel/loose.py": '"""Loose."""\nimport pytest\n'})
def an_installed_house_has_what_it_imports(house: House) -> Iterator[str]:
    """Product code imports only what run.txt pins, or its extra brings; a tool of the tests would be missing."""
    pinned, providers = _pinned(house, RUN), packages_distributions()
    for module in house.product:
        if any(module.path.match(pattern) for pattern in MAKERS):
            continue
        for line, name in module.imports():
            package = name.split(".")[0]
            is_known = package == "dure" or package in sys.stdlib_module_names or package not in providers
            is_extra = BY_EXTRA.get(package) == str(module.path)
            if not (is_known or is_extra) and not _names(providers[package]) & pinned:
                yield f"{module.path}:{line} imports {package}, which run.txt does not pin"
