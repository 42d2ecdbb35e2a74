"""The paper tells the truth: links lead somewhere, every dependency has its reason, every feature its state."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .house import House
from .rule import rule

LINK = re.compile(
    r"(?<!!)\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|!\[[^\]]*\]\(([^)\s]+)\)|<img[^>]*\ssrc=\"([^\"]+)\""
)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
FEATURES = (
    [f"A{number}" for number in range(1, 12)]
    + [f"B{number}" for number in range(1, 9)]
    + [f"C{number}" for number in range(1, 9)]
    + [f"D{number}" for number in range(1, 9)]
    + [f"E{number}" for number in range(1, 7)]
    + [f"F{number}" for number in range(1, 6)]
)
STATES = {"works", "partly", "not yet"}
DEPENDENCIES = Path("docs/decisions/dependencies.md")


def anchors(text: str) -> set[str]:
    """The anchors of a Markdown text's headings, as forges make them."""
    titles = re.findall(r"^#{1,6}\s+(.+?)\s*$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@rule(
    {"docs/lost.md": "See [the map](nowhere.md).\n"},
    {"docs/lost.md": "See [the house](architecture.md#the-cellar).\n"},
    {"docs/lost.md": "![a picture](images/none.png)\n"},
)
def every_link_leads_somewhere(house: House) -> Iterator[str]:
    """Relative links, pictures and anchors of every Markdown file exist."""
    known = set(house.files)
    folders = {folder for path in known for folder in path.parents}
    for path, text in house.texts(".md"):
        for found in LINK.finditer(FENCE.sub("", text)):
            target = next(group for group in found.groups() if group)
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            goal = Path(*_walk(path.parent / name)) if name else path
            if goal not in known | folders:
                yield f"{path} links to {target}, which does not exist"
            elif anchor and goal.suffix == ".md" and anchor not in anchors(house.text(goal)):
                yield f"{path} links to {target}, but {goal} has no such heading"


@rule({"src/dure/kernel/jobs.py": '"""Jobs; docs/decisions/0009-' + 'jobs.md says why."""\n'})
def code_points_to_paper_that_exists(house: House) -> Iterator[str]:
    """A page that code, a template or a setting mentions by its path is there."""
    known = {str(path) for path in house.files}
    for path, text in house.texts(".py", ".ts", ".css", ".html", ".toml", ".sql", ".sh"):
        is_example = path.parts[:2] == ("tests", "tidy")
        for found in re.finditer(r"\bdocs/[\w/-]+\.md\b", text):
            if found.group() not in known and not is_example:
                yield f"{path}:{text.count(chr(10), 0, found.start()) + 1} mentions {found.group()}, which does not exist"


def _walk(path: Path) -> list[str]:
    """The parts of a relative path with its `..` steps taken."""
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return parts


def direct_dependencies(house: House) -> set[str]:
    """Every package that pyproject.toml and the front end's package.json ask for by name."""
    project: Any = house.declarations.get("project", {})
    groups: Any = house.declarations.get("dependency-groups", {})
    build: Any = house.declarations.get("build-system", {})
    asked = [*project.get("dependencies", []), *build.get("requires", [])]
    for extra in [*project.get("optional-dependencies", {}).values(), *groups.values()]:
        asked += [line for line in extra if isinstance(line, str)]
    names = {re.split(r"[\[<>=!~; ]", line)[0].lower() for line in asked}
    for path in house.files:
        if path.name == "package.json":
            package = json.loads(house.text(path))
            names |= {*package.get("dependencies", {}), *package.get("devDependencies", {})}
    return names


@rule(
    {"docs/decisions/dependencies.md": "| name | why | licence |\n|---|---|---|\n"},
    {"docs/decisions/dependencies.md": "| name | why | licence |\n|---|---|---|\n| django | | BSD |\n"},
    {"docs/decisions/dependencies.md": "| django | why | BSD |\n| gone | no longer used | MIT |\n"},
)
def every_dependency_has_its_reason(house: House) -> Iterator[str]:
    """Each direct dependency has one line with name, why and licence; each line is a direct dependency."""
    lines = re.findall(r"^\| *`?([^|`]+?)`? *\| *([^|]*?) *\| *([^|]*?) *\|$", house.text(DEPENDENCIES), re.MULTILINE)
    reasons = {name.lower(): (why, licence) for name, why, licence in lines if name not in {"name", "---"}}
    asked = direct_dependencies(house)
    for name in sorted(asked):
        if not all(reasons.get(name, ())) or name not in reasons:
            yield f"{DEPENDENCIES}: `{name}` lacks a line with why and licence"
    for name in sorted(set(reasons) - asked):
        yield f"{DEPENDENCIES}: `{name}` is no longer asked for"


@rule(
    {"README.md": "# Dure\n\n| A1 | listings | works |\n"},
    {"README.md": "# Dure\n\n" + "".join(f"| {feature} | it | splendid |\n" for feature in FEATURES)},
)
def every_feature_has_an_honest_state(house: House) -> Iterator[str]:
    """The README's table has one line per feature id with the state `works`, `partly` or `not yet`."""
    rows = re.findall(r"^\| *([A-F]\d+) *\|[^|]*\| *([^|]*?) *\|", house.text(Path("README.md")), re.MULTILINE)
    states = dict(rows)
    for feature in FEATURES:
        if not states.get(feature, "").startswith(tuple(STATES)):
            yield f"README.md: {feature} has no state (one of {', '.join(sorted(STATES))})"


@rule(
    {"docs/decisions/0001-one.md": "# 1. One\n", "docs/decisions/0001-two.md": "# 1. Two\n"},
    {"docs/decisions/why.md": "# Why\n"},
)
def decisions_are_numbered_once(house: House) -> Iterator[str]:
    """Each decision is `NNNN-title.md` with a number of its own and a heading."""
    seen: dict[str, Path] = {}
    for path in house.files:
        if path.parent != Path("docs/decisions") or path == DEPENDENCIES:
            continue
        number = re.match(r"(\d{4})-[a-z0-9-]+\.md$", path.name)
        if number is None:
            yield f"{path} must be named NNNN-title.md"
            continue
        if number.group(1) in seen:
            yield f"{path} has the number of {seen[number.group(1)]}"
        seen[number.group(1)] = path
        if not house.text(path).startswith("# "):
            yield f"{path} has no heading"


@rule({"LICENSE": None}, {"CHANGELOG.md": "# Changes\n"})
def the_paper_is_complete(house: House) -> Iterator[str]:
    """What a stranger looks for first is there, and the changelog has something to say."""
    for name in (
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "CODE_OF_CONDUCT.md",
        "LICENSE",
        "NOTICE",
    ):
        if Path(name) not in house.files:
            yield f"{name} is missing"
    changes = Path("CHANGELOG.md")
    if changes in house.files and not re.search(r"^- ", house.text(changes), re.MULTILINE):
        yield "CHANGELOG.md says nothing"
