"""Looking a page over: everything a person could trip on and a machine can see."""

from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import Page

from tests.browser.axe import COLOURS, WORDS, violations
from tests.browser.turns import Turn
from tests.browser.visitors import DESKTOP, PHONE, SMALL_PHONE
from tests.browser.watch import Watch

TAP_PX = 44
"""The smallest button a thumb hits surely (WCAG 2.5.5); ours are drawn at 48 and more."""
TAB_STOPS = 12

ALL_SIZES = (("large", PHONE), ("large", SMALL_PHONE), ("normal", SMALL_PHONE), ("normal", PHONE))
TIGHTEST = (("large", SMALL_PHONE), ("normal", PHONE))
"""Letters and phones that a page has to fit; it is left as it was opened."""
AT_THE_DESK = [*COLOURS, *WORDS]
"""What axe is asked about at the desk: colours, which are the other scheme's there, and names, which may differ."""

BACK_OFFICE = "/back-office/"
THEIR_MARKUP = frozenset(
    {
        "landmark-one-main",  # django-unfold 0.91 has no <main>
        "region",  # nor any other landmark around its content
        "target-size",  # its magnifying glass is 18 pixels wide
        "aria-input-field-name",  # select2, which Django brings, names its box by script only
    }
)
"""What the back office's own package gets wrong, and staff at a desk can live with; we write none of that markup."""

SIDEWAYS = """() => {
    const width = document.documentElement.clientWidth, page = document.documentElement.scrollWidth;
    if (page <= width) return null;
    const isCut = each => each && (getComputedStyle(each).overflowX !== 'visible' || isCut(each.parentElement));
    const isWide = each => each.getBoundingClientRect().right > width + 1 && !isCut(each.parentElement);
    const wide = [...document.body.querySelectorAll('*')].filter(isWide);
    return `${page} px wide on ${width} px: ${wide.slice(0, 3).map(each => each.outerHTML.slice(0, 90)).join(' | ')}`;
}"""
SMALL_TARGETS = """least => [...document.querySelectorAll(
    'button, input:not([type=hidden]), select, textarea, summary, [role=button], a[class*=button], a[class*=btn]'
)].filter(each => each.checkVisibility({opacityProperty: true, visibilityProperty: true})).map(each => {
    const label = each.closest('label') ?? (each.labels?.[0]), boxes = [each.getBoundingClientRect()];
    if (label && ['checkbox', 'radio', 'file'].includes(each.type)) boxes.push(label.getBoundingClientRect());
    const best = boxes.reduce((one, other) => other.height > one.height ? other : one);
    return [Math.round(best.width), Math.round(best.height), each.outerHTML.slice(0, 100)];
}).filter(([width, height]) => width > 1 && height > 1 && Math.min(width, height) < least)
  .map(([width, height, html]) => `${width}×${height}: ${html}`)"""
NAMELESS = """() => {
    const told = each => each.getAttribute('aria-label') || each.title || each.alt || each.placeholder;
    const drawn = each => [...each.querySelectorAll('[aria-label], [title], img[alt], svg title')];
    const words = each => told(each) || each.innerText || drawn(each).map(one => told(one) || one.textContent).join('');
    const byId = id => document.getElementById(id);
    const pointed = each => (each.getAttribute('aria-labelledby') ?? '').split(' ').map(byId);
    const spoken = each => [each, ...each.labels ?? [], ...pointed(each)].some(one => one && words(one).trim());
    const isNamed = each => spoken(each) || (['submit', 'reset', 'button'].includes(each.type) && each.value);
    const asked = 'a[href], button, summary, [role=button], h1, h2, h3, h4, input:not([type=hidden]), select, textarea';
    return [...document.querySelectorAll(asked)].filter(
        each => each.checkVisibility() && !each.closest('[aria-hidden=true]') && !isNamed(each)
    ).map(each => each.outerHTML.slice(0, 100));
}"""
FOCUSED = """() => {
    const each = document.activeElement;
    if (!each || each === document.body) return null;
    const box = each.getBoundingClientRect(), around = [each];
    while (around.length < 4 && around.at(-1).parentElement) around.push(around.at(-1).parentElement);
    const is_inside = each.type === 'date' && !each.matches(':focus-visible');  // the browser's own calendar button
    const shown = is_inside || around.some(one => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    });
    const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const points = [[box.left + box.width / 2, box.top + box.height / 2], [box.left + 4, box.top + 4],
                    [box.right - 4, box.bottom - 4]];
    const covered = seen && points.every(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top && !each.contains(top) && !top.contains(each) && !each.labels?.[0]?.contains(top);
    });
    return {name: each.outerHTML.slice(0, 100), shown, seen, covered, href: each.getAttribute('href')};
}"""


@dataclass(frozen=True)
class Finding:
    """One thing wrong with one page."""

    kind: str
    page: str
    what: str

    def __str__(self) -> str:
        """Return it as a line of a report."""
        return f"{self.page}: {self.what}"


@dataclass(frozen=True)
class Survey:
    """Looks pages over in one browser tab, for one visitor in one language; `turns.py` says in which ways."""

    page: Page
    watch: Watch
    who: str
    language: str

    def look_over(self, path: str, turn: Turn) -> list[Finding]:
        """Open a page on the phone, take it to the desk, and return everything wrong with it."""
        is_ours = not path.startswith(BACK_OFFICE)
        without = frozenset() if is_ours else THEIR_MARKUP
        on_phone, at_desk = (
            f"{path} [{', '.join((self.who, self.language, *look))}]"
            for look in (("phone", turn.phone), ("desk", turn.desk))
        )
        self._look(PHONE, turn.phone)
        reply = self.page.goto(path, wait_until="load")
        status = reply.status if reply else 0
        found = [("opens", f"answered {status}")] if status != 200 else []
        found += [*self._complaints(), *self._head()]
        if is_ours:
            found += self._keyboard() if turn.is_whole else self._named()
            found += [("tappable", line) for line in self.page.evaluate(SMALL_TARGETS, TAP_PX)]
        if is_ours or turn.is_whole:
            found += self._narrow(ALL_SIZES if turn.is_whole else TIGHTEST)
        found += self._accessible(PHONE, None, without) if turn.is_whole else []
        found += self._complaints()
        seen = [Finding(kind, on_phone, what) for kind, what in found]

        self._look(DESKTOP, turn.desk)
        if turn.is_whole and not is_ours:
            self.page.reload(wait_until="load")  # django-unfold asks for the scheme only when a page is opened
        found = self._wide() if is_ours else []
        if turn.is_whole:
            found += self._accessible(DESKTOP, AT_THE_DESK, without)
        elif is_ours:
            found += self._named()
        found += self._complaints()
        return seen + [Finding(kind, at_desk, what) for kind, what in found]

    def _look(self, screen: tuple[int, int], scheme: Literal["light", "dark"]) -> None:
        self.page.set_viewport_size({"width": screen[0], "height": screen[1]})
        self.page.emulate_media(color_scheme=scheme)

    def _complaints(self) -> list[tuple[str, str]]:
        return [("quiet", line) for line in self.watch.taken()]

    def _head(self) -> list[tuple[str, str]]:
        language = self.page.locator("html").get_attribute("lang") or ""
        found = []
        if language.lower() not in {self.language, {"zh-hans": "zh-cn"}.get(self.language, "")}:
            found.append(("named", f"says it is written in {language!r}"))
        if not self.page.title().strip():
            found.append(("named", "has no title"))
        return found

    def _named(self) -> list[tuple[str, str]]:
        return [("named", f"has no name: {line}") for line in self.page.evaluate(NAMELESS)]

    def _accessible(
        self, screen: tuple[int, int], only: list[str] | None, without: frozenset[str]
    ) -> list[tuple[str, str]]:
        """Ask axe about the page at its full length, where no bar covers what scrolling would uncover."""
        length = self.page.evaluate("() => document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": screen[0], "height": max(screen[1], length)})
        return [("accessible", line) for line in violations(self.page, only=only, without=without)]

    def _narrow(self, sizes: tuple[tuple[str, tuple[int, int]], ...]) -> list[tuple[str, str]]:
        """Look for sideways scrolling on phones, with letters of these sizes."""
        found = []
        for size, (width, height) in sizes:
            self.page.evaluate("size => { document.documentElement.dataset.size = size }", size)
            self.page.set_viewport_size({"width": width, "height": height})
            if wide := self.page.evaluate(SIDEWAYS):
                found.append(("fits", f"{size} letters, {wide}"))
        return found

    def _wide(self) -> list[tuple[str, str]]:
        """Look for sideways scrolling at the desk."""
        wide = self.page.evaluate(SIDEWAYS)
        return [("fits", wide)] if wide else []

    def _keyboard(self) -> list[tuple[str, str]]:
        """Walk the first stops of the Tab key: a skip link first, if the page began outside; always a visible place."""
        found = []
        begins_inside = self.page.evaluate("() => document.activeElement.closest('main') !== null")
        for stop in range(TAB_STOPS):
            self.page.keyboard.press("Tab")
            here: dict[str, Any] | None = self.page.evaluate(FOCUSED)
            if here is None:
                break
            if stop == 0 and not begins_inside and not (here["href"] or "").startswith("#"):
                found.append(("keyboard", f"the first stop is no skip link: {here['name']}"))
            if not (here["shown"] and here["seen"]) or here["covered"]:
                why = [
                    word
                    for word, is_so in (
                        ("no ring", not here["shown"]),
                        ("off screen", not here["seen"]),
                        ("covered", here["covered"]),
                    )
                    if is_so
                ]
                found.append(("keyboard", f"focus cannot be seen ({', '.join(why)}) on {here['name']}"))
        return found
