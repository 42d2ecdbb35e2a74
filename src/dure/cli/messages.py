"""`python -m dure.cli.messages {extract,compile,check} [APP…]`: translations without system gettext.

extract   reads every template and Python file of each app and merges the messages into its catalogues
          (`locale/<language>/LC_MESSAGES/django.po`), keeping what is translated and dropping what is no longer said.
compile   writes the `.mo` files Django reads.
check     fails and lists whatever is missing, unused, fuzzy, or translated differently by two apps.

Apps are named by their folder (`people`, `ui`); without a name, all of them.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_python

HOUSE = Path(__file__).resolve().parent.parent
LANGUAGES = ("ko", "zh_Hans")
SKIPPED = {"frontend", "static", "migrations", "tests", "locale", "node_modules"}
NOT_APPS = {"cli", "engine", "events"}
"""Floors whose words are for developers and stay English."""

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
DYNAMIC_ATTRIBUTE = re.compile(r"""\s:[\w-]+="_\(('[^']+')\)\"""")
"""`:label="_('…')"` on a component, which Django's own reader takes for text."""

Key = tuple[str | None, str]
"""Context and message."""


@dataclass
class Message:
    """One message, where it is said, and its plural."""

    plural: str = ""
    places: set[str] = field(default_factory=set)


def apps(names: tuple[str, ...] = ()) -> Iterator[Path]:
    """Yield the folders that keep their own catalogues, in a stable order; only those named, if any are."""
    for folder in sorted({path.parent for path in HOUSE.rglob("apps.py")}):
        parts = folder.relative_to(HOUSE).parts
        if not SKIPPED & set(parts) and parts[0] not in NOT_APPS and (not names or folder.name in names):
            yield folder


def messages_of(app: Path) -> dict[Key, Message]:
    """Return every message an app says."""
    found: dict[Key, Message] = {}
    for path in sorted([*app.rglob("*.py"), *app.rglob("*.html"), *app.rglob("*.txt"), *app.rglob("*.js")]):
        if SKIPPED & set(path.relative_to(app).parts) or (path.suffix != ".py" and "templates" not in path.parts):
            continue
        for context, message, plural in _said(path):
            entry = found.setdefault((context, message), Message())
            entry.plural = entry.plural or plural
            entry.places.add(path.relative_to(app).as_posix())
    return found


def _said(path: Path) -> Iterator[tuple[str | None, str, str]]:
    """Yield context, message and plural of everything a file marks for translation."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = _as_python(source, path)
    for _line, function, words, _comments in _calls(source):
        yield from _understood(function, words if isinstance(words, tuple) else (words,))


def _calls(source: str) -> Iterator[tuple[int, str, str | tuple[str | None, ...], list[str]]]:
    """Yield Babel's findings, whose published types are wider than what it yields."""
    found: Any = extract_python(BytesIO(source.encode()), KEYWORDS, (), {"encoding": "utf-8"})
    yield from found


def _as_python(source: str, path: Path) -> str:
    """Return a template's messages as Python, one a line; indentation means nothing there."""
    from django.utils.translation.template import templatize

    attributes = "".join(f"\n_({quoted})" for quoted in DYNAMIC_ATTRIBUTE.findall(source))
    lines = templatize(source, origin=str(path)).splitlines()
    return "\n".join(line.strip() for line in lines) + attributes


def _understood(function: str, words: tuple[str | None, ...]) -> Iterator[tuple[str | None, str, str]]:
    """Yield what a call says, by the order its function takes words in."""
    said = list(words)
    context = said.pop(0) if function.startswith(("pgettext", "npgettext")) else None
    if not said or not said[0]:
        return
    plural = said[1] if "ngettext" in function or "npgettext" in function else ""
    yield context, said[0], plural or ""


def catalogue(app: Path, language: str) -> Path:
    """Return where an app keeps a language."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def _opened(path: Path, language: str) -> polib.POFile:
    """Return a catalogue, new when there is none; headers carry no dates, so that nothing changes by itself."""
    book = polib.pofile(str(path), wrapwidth=0) if path.exists() else polib.POFile(wrapwidth=0)
    book.header = ""
    book.metadata_is_fuzzy = False
    book.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return book


def _key(entry: polib.POEntry) -> Key:
    """Return what identifies an entry."""
    return entry.msgctxt, entry.msgid


def merged(book: polib.POFile, said: Mapping[Key, Message]) -> polib.POFile:
    """Return the catalogue with exactly the messages that are said, translations kept, in alphabetical order."""
    known = {_key(entry): entry for entry in book if not entry.obsolete}
    fresh = polib.POFile(wrapwidth=0)
    fresh.metadata, fresh.metadata_is_fuzzy = book.metadata, False
    for (context, message), at in sorted(said.items(), key=lambda item: (item[0][1], item[0][0] or "")):
        old = known.get((context, message), polib.POEntry(msgid=message, msgctxt=context))
        fresh.append(_entry(context, message, at, old))
    return fresh


def _entry(context: str | None, message: str, at: Message, old: polib.POEntry) -> polib.POEntry:
    """Return an entry in its one form."""
    shared = {
        "msgid": message,
        "msgctxt": context,
        "occurrences": [(place, "") for place in sorted(at.places)],
        "flags": [
            *(["fuzzy"] if old.fuzzy else []),
            *(["python-format"] if re.search(r"%(\(\w+\))?[sd]", message) else []),
        ],
        "tcomment": old.tcomment,
    }
    if not at.plural:
        return polib.POEntry(msgstr=old.msgstr or old.msgstr_plural.get(0, ""), **shared)
    return polib.POEntry(
        msgid_plural=at.plural, msgstr_plural={0: old.msgstr_plural.get(0, "") or old.msgstr}, **shared
    )


def extract(*names: str) -> int:
    """Bring every catalogue up to what is said."""
    for app in apps(names):
        said = messages_of(app)
        for language in LANGUAGES if said else ():
            path = catalogue(app, language)
            fresh = str(merged(_opened(path, language), said))
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_text(encoding="utf-8") != fresh + "\n":
                path.write_text(fresh + "\n", encoding="utf-8")
        print(f"{app.relative_to(HOUSE)}: {len(said)} messages")
    return 0


def compile_all(*names: str) -> int:
    """Write every `.mo` beside its `.po`, where it is missing or differs."""
    for path in (found for app in apps(names) for found in sorted(app.glob("locale/*/LC_MESSAGES/django.po"))):
        packed = polib.pofile(str(path)).to_binary()
        target = path.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != packed:
            target.write_bytes(packed)
    return 0


def faults(names: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield a line for everything a translator or a developer still has to do."""
    for app in apps(names):
        said = messages_of(app)
        for language in LANGUAGES if said else ():
            yield from _faults_of(app, language, said)
    for language in LANGUAGES:
        yield from _quarrels(language)


def _quarrels(language: str) -> Iterator[str]:
    """Yield what two apps translate differently: Django knows one translation, and one of the pages is wrong."""
    ways: dict[Key, dict[str, str]] = defaultdict(dict)
    for path in (catalogue(app, language) for app in apps()):
        for entry in polib.pofile(str(path)) if path.exists() else ():
            if words := entry.msgstr or entry.msgstr_plural.get(0):
                ways[_key(entry)].setdefault(words, path.relative_to(HOUSE).as_posix())
    for (_context, message), found in ways.items():
        if len(found) > 1:
            said = ", ".join(f"{words!r} in {place}" for words, place in found.items())
            yield f"two translations of {message!r}: {said}; agree on one, or give one of them a context"


def _faults_of(app: Path, language: str, said: Mapping[Key, Message]) -> Iterator[str]:
    """Yield the faults of one catalogue."""
    path = catalogue(app, language)
    where = f"{app.name}/{path.relative_to(app).as_posix()}"
    book = polib.pofile(str(path)) if path.exists() else polib.POFile()
    entries = {_key(entry): entry for entry in book if not entry.obsolete}
    for key in said.keys() - entries.keys():
        yield f"{where}: not extracted: {key[1]!r}"
    for key, entry in entries.items():
        if key not in said:
            yield f"{where}: no longer said: {key[1]!r}"
        elif entry.fuzzy:
            yield f"{where}: fuzzy: {key[1]!r}"
        elif not (entry.msgstr or entry.msgstr_plural.get(0)):
            yield f"{where}: not translated: {key[1]!r}"
        elif placeholders(key[1]) != placeholders(entry.msgstr or entry.msgstr_plural[0]) and not entry.msgid_plural:
            yield f"{where}: other placeholders: {key[1]!r}"


def placeholders(words: str) -> set[str]:
    """Return the `%(names)s` in a sentence."""
    return set(re.findall(r"%\(\w+\)[sd]", words))


def check(*names: str) -> int:
    """Print every fault; 1 when there is any."""
    found = sorted(faults(names))
    print("\n".join(found) or "translations: complete")
    return int(bool(found))


COMMANDS: Mapping[str, Callable[..., int]] = {"extract": extract, "compile": compile_all, "check": check}


def main() -> int:
    """Run the command named on the command line."""
    _use_django()
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    if wanted not in COMMANDS:
        print(__doc__)
        return 2
    return COMMANDS[wanted](*sys.argv[2:])


def _use_django() -> None:
    """Give Django's template reader the few settings it looks at."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)


if __name__ == "__main__":
    sys.exit(main())
