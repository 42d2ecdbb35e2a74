"""What a browser loads comes from the house itself, and what people read is written in English and translated."""

import re
from collections.abc import Iterator

from .house import House
from .rule import rule

# An anchor may lead anywhere; what the page itself loads may not.
LOADS_FROM_AFAR = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object|use|image)\b[^>]*?\b(?:src|href|data)\s*=\s*["'](?:https?:)?//
    | <link\b[^>]*?\bhref\s*=\s*["'](?:https?:)?//
    | url\(\s*["']?(?:https?:)?//
    | @import\s+(?:url\()?["'](?:https?:)?//
    | \b(?:import|from)\s*\(?\s*["'](?:https?:)?//
    | \b(?:fetch|EventSource|WebSocket|Worker)\(\s*["'](?:https?:|wss?:)?//
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
INLINE_HANDLER = re.compile(r"<[a-z][^>]*\son(?:click|change|input|submit|load|error|focus|blur)\s*=", re.IGNORECASE)
COMMENTS = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
EAST_ASIAN = re.compile(r"[\u3131-\uD7A3\u4E00-\u9FFF]+")
# A page kept for hours without a connection speaks all languages at once; each part says which one it is.
MARKED_BY_LANGUAGE = re.compile(r"<(\w+)\b[^>]*\slang=\"(?:ko|zh)[^\"]*\"[^>]*>.*?</\1>", re.DOTALL)
NAMES_IN_THEIR_OWN_WRITING = {"두레", "한국어", "中文", "简体中文", "简体", "한국", "中", "한", "中国", "가", "文"}


@rule(
    {"src/dure/ui/templates/ui/page.html": '<script src="https://cdn.example/x.js"></script>'},
    {"src/dure/ui/templates/ui/page.html": '<link rel="stylesheet"\n href="//fonts.example/x.css">'},
    {"src/dure/ui/frontend/page.css": "a { background: url(https://pictures.example/a.png) }"},
    {"src/dure/ui/frontend/page.ts": 'import x from "https://modules.example/x.js"'},
)
def pages_load_nothing_from_afar(house: House) -> Iterator[str]:
    """No script, style, font, picture or request of a page names another host; a house works behind any wall."""
    for path, text in house.texts(".html", ".css", ".ts", ".js", ".svg"):
        if path.parts[0] != "src":
            continue
        for found in LOADS_FROM_AFAR.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{path}:{line} loads from another host: {' '.join(found.group().split())[:60]}"


@rule({"src/dure/ui/templates/ui/page.html": '<button onclick="go()">Go</button>'})
def pages_have_no_inline_handlers(house: House) -> Iterator[str]:
    """Behaviour lives in islands; the content security policy refuses inline handlers."""
    for path, text in house.texts(".html"):
        for found in INLINE_HANDLER.finditer(text):
            yield f"{path}:{text.count(chr(10), 0, found.start()) + 1} has an inline handler"


@rule({"src/dure/ui/templates/ui/page.html": "<h1>안녕하세요</h1>"})
def templates_speak_english_to_be_translated(house: House) -> Iterator[str]:
    """Templates hold English msgids; Korean and Chinese stand in .po files, or in elements marked with their language."""
    for path, text in house.texts(".html"):
        bare = MARKED_BY_LANGUAGE.sub("", COMMENTS.sub("", text))
        for found in EAST_ASIAN.finditer(bare):
            if found.group() not in NAMES_IN_THEIR_OWN_WRITING:
                yield f"{path} says {found.group()!r}: write English in {{% translate %}} and translate it in the .po files"


@rule({"src/dure/ui/templates/ui/page.html": '<p style="color: #a00">No</p>'})
def colours_come_from_tokens(house: House) -> Iterator[str]:
    """Templates name no colours of their own: the design tokens do, for light and dark alike."""
    for path, text in house.texts(".html"):
        if path.parent.name == "letters":
            continue  # mail programs know neither our style sheet nor dark mode
        for found in re.finditer(r"""style\s*=\s*["'][^"']*(?:#[0-9a-f]{3,8}\b|rgba?\()""", text, re.IGNORECASE):
            yield f"{path}:{text.count(chr(10), 0, found.start()) + 1} paints by hand; use a token"
