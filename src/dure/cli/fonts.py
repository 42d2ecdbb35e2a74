"""`python -m dure.cli.fonts`: subsets the display font to the letters our own headings use.

Headings are `<h1>`, `<h2>`, `heading="…"` of components and `class="display"`. Their words are looked up in the
Korean translations; English needs plain letters, Chinese the reader's own serif. A letter the font lacks is an error.
Several files come out: letters of the home page, which comes first, then those fetched only where they are needed.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import ascii_letters

import polib
from fontTools import merge, subset
from fontTools.ttLib import TTFont

HOUSE = Path(__file__).resolve().parent.parent
FRONTEND = HOUSE / "ui" / "frontend"
FONT = FRONTEND / "node_modules" / "@fontsource" / "gowun-batang"
OUT = FRONTEND / "src" / "generated"

MADE_S = 3_786_912_000
"""The date written into every file (2024, counted from 1904 as fonts do)."""

GROUPS = (
    (
        "dure-batang",
        (*(f"rooms/web/templates/web/{page}.html" for page in ("home", "_help_first", "_rounds")), "ui/templates/"),
    ),
    (
        "dure-batang-door",
        (
            "rooms/web/",
            "rooms/ledger/templates/ledger/book.html",
            "rooms/people/templates/people/region",
            "rooms/people/templates/people/_region",
            "rooms/people/templates/account/login.html",
            "rooms/people/templates/account/signup.html",
            "site/templates/site/_demo_doors.html",
        ),
    ),
    ("dure-batang-people", ("rooms/people/",)),
    ("dure-batang-more", ("",)),
)
"""The files, and where the headings live that each must draw; a letter lies in the first that needs it."""

LATER = (
    "ui/templates/ui/kit",
    "ui/templates/ui/licences",
    "ui/templates/ui/refusal",
    "rooms/people/templates/people/region.html",
    *(f"rooms/web/templates/web/{page}" for page in ("desk", "job", "_job", "staff", "troubled", "_todays_job")),
)
"""Pages that nobody opens first; their letters go to the last file."""

ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "·–—‘’“”…−×원두레"
"""Latin letters, figures, the punctuation headings use, and the name."""

LATIN = ("dure-batang-latin", frozenset(ascii_letters))
"""The file of the letters that only English headings need."""

NO_DISPLAY_FONT = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")
"""Chinese: never drawn in this font."""

HEADINGS = (
    re.compile(r"<h([12])\b(?![^>]*own-words)[^>]*>(?P<words>.*?)</h\1>", re.DOTALL),
    re.compile(r"""\bheading="(?P<words>(?:\{%.*?%\}|\{\{.*?\}\}|[^"])*)\"""", re.DOTALL),
    re.compile(r"""<(\w+)\b[^>]*class="[^"]*\b(?:display|brand)\b[^"]*"[^>]*>(?P<words>.*?)</\1>""", re.DOTALL),
)
TRANSLATED = re.compile(r"""\{%-?\s*trans(?:late)?\s+(["'])(?P<words>.*?)\1""")
BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?\b[^%]*%\}(?P<words>.*?)\{%\s*endblocktrans", re.DOTALL)
MARKUP = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]+>", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\{.*?\}\}")


def group_of(path: Path) -> str:
    """Return the file that must draw a template's headings."""
    name = path.relative_to(HOUSE).as_posix()
    if name.startswith(LATER):
        return GROUPS[-1][0]
    return next(group for group, folders in GROUPS if name.startswith(folders))


def heading_words(group: str) -> Iterator[str]:
    """Yield what stands in the headings one file must draw: messages to look up, and bare letters."""
    for path in sorted(HOUSE.rglob("templates/**/*.html")):
        if group_of(path) != group:
            continue
        text = path.read_text(encoding="utf-8")
        for pattern in HEADINGS:
            for heading in pattern.finditer(text):
                yield from _words(heading["words"])


def _words(heading: str) -> Iterator[str]:
    """Yield the messages of one heading, then its bare text."""
    for pattern in (TRANSLATED, BLOCK):
        for found in pattern.finditer(heading):
            yield " ".join(re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", found["words"]).split())
    yield MARKUP.sub("", BLOCK.sub("", heading))


def korean() -> dict[str, str]:
    """Return every Korean translation of the house."""
    words = {}
    for path in sorted(HOUSE.rglob("locale/ko/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(path)):
            words[entry.msgid] = entry.msgstr or "".join(entry.msgstr_plural.values())
    return words


def letters() -> dict[str, set[str]]:
    """Return the letters of each file; none holds what an earlier one does."""
    translated = korean()
    held, always = set(LATIN[1]), set(ALWAYS)
    found = {}
    for group, _folders in GROUPS:
        words = "".join(word + translated.get(word, "") for word in heading_words(group))
        needed = {letter for letter in PLACEHOLDER.sub("", words) if is_drawn(letter)} | always
        found[group] = needed - held
        held |= needed
    return found | {LATIN[0]: set(LATIN[1])}


def is_drawn(letter: str) -> bool:
    """Whether a letter is one this font draws for us."""
    return letter.isprintable() and not NO_DISPLAY_FONT.match(letter)


def slices() -> Iterator[tuple[Path, set[int]]]:
    """Yield the font's slices: file, and the code points it holds."""
    css = (FONT / "700.css").read_text(encoding="utf-8")
    for name, ranges in re.findall(r"url\(\./files/([^)]+\.woff2)\).*?unicode-range: ([^;]+);", css, re.DOTALL):
        yield FONT / "files" / name, set(_points(ranges))


def _points(ranges: str) -> Iterator[int]:
    """Yield the code points of a CSS unicode-range."""
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def cut(path: Path, points: set[int]) -> BytesIO:
    """Return a slice reduced to some code points."""
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "vhea", "vmtx", "VORG", "BASE"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    font.flavor = None
    kept = BytesIO()
    font.save(kept)
    kept.seek(0)
    return kept


def build(needed: set[str]) -> tuple[bytes, set[str]]:
    """Return the subset as WOFF2, and the letters the font does not have."""
    missing = {ord(letter) for letter in needed}
    parts = []
    for path, points in slices():
        if found := points & missing:
            parts.append(cut(path, found))
            missing -= set(TTFont(parts[-1]).getBestCmap())
            parts[-1].seek(0)
    font = merge.Merger().merge(parts)
    font.flavor = "woff2"
    font.recalcTimestamp = False  # the same letters make the same file, so browsers keep it
    font["head"].created = font["head"].modified = MADE_S
    kept = BytesIO()
    font.save(kept)
    return kept.getvalue(), {chr(point) for point in missing}


def faces(found: dict[str, set[str]]) -> str:
    """Return the CSS that names the files; all but the first are fetched only for their own letters."""
    rules = []
    for group, needed in found.items():
        points = ", ".join(f"U+{ord(letter):X}" for letter in sorted(needed))
        limit = "" if group == GROUPS[0][0] else f" unicode-range: {points};"
        rules.append(
            f'@font-face {{ font-family: "Dure Batang"; src: url("./{group}.woff2") format("woff2"); '
            f"font-weight: 700; font-display: swap;{limit} }}\n"
        )
    return "".join(rules)


def main() -> None:
    """Write the files and their CSS; exit 1 when a heading needs a letter the font lacks."""
    OUT.mkdir(parents=True, exist_ok=True)
    found = {group: needed for group, needed in letters().items() if needed}
    for group, needed in found.items():
        font, missing = build(needed)
        if missing:
            sys.exit(
                f"Gowun Batang has no {' '.join(sorted(missing))}; word the heading otherwise or mark it own-words."
            )
        (OUT / f"{group}.woff2").write_bytes(font)
        print(f"{group}: {len(needed)} letters, {len(font)} bytes")
    (OUT / "faces.css").write_text(faces(found), encoding="utf-8")


if __name__ == "__main__":
    main()
