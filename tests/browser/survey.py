"""Looking a page over: everything a person could trip on and a machine can see."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.browser.axe import COLOURS, WORDS, violations
from tests.browser.visitors import PHONE, SMALL_PHONE
from tests.browser.watch import Watch

TAP_PX = 44
"""The smallest button a thumb hits surely (WCAG 2.5.5); ours are drawn at 48 and more."""
TAB_STOPS = 12

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
    """Looks pages over in one browser tab: wholly in the first language, in others what words can change."""

    page: Page
    watch: Watch
    language: str
    is_first_language: bool = False

    def look_over(self, path: str) -> list[Finding]:
        """Open a page and return everything wrong with it."""
        is_ours = not path.startswith(BACK_OFFICE)
        self.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        self.page.emulate_media(color_scheme="light")
        reply = self.page.goto(path, wait_until="load")
        status = reply.status if reply else 0
        found = [("opens", f"answered {status}")] if status != 200 else []
        found += [("quiet", line) for line in self.watch.taken()]
        found += self._head()
        if is_ours:
            found += self._keyboard() if self.is_first_language else []
            found += [("tappable", line) for line in self.page.evaluate(SMALL_TARGETS, TAP_PX)]
        if is_ours or self.is_first_language:
            found += self._narrow()
            found += self._accessible(frozenset() if is_ours else THEIR_MARKUP)
        found += [("quiet", line) for line in self.watch.taken()]
        return [Finding(kind, f"{path} [{self.language}]", what) for kind, what in found]

    def _head(self) -> list[tuple[str, str]]:
        language = self.page.locator("html").get_attribute("lang") or ""
        found = []
        if language.lower() not in {self.language, {"zh-hans": "zh-cn"}.get(self.language, "")}:
            found.append(("named", f"says it is written in {language!r}"))
        if not self.page.title().strip():
            found.append(("named", "has no title"))
        return found

    def _accessible(self, without: frozenset[str]) -> list[tuple[str, str]]:
        """Ask axe about the page at its full length, where no bar covers what scrolling would uncover."""
        length = self.page.evaluate("() => document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": PHONE[0], "height": max(PHONE[1], length)})
        if not self.is_first_language:
            return [("accessible", line) for line in violations(self.page, only=WORDS)]
        found = [("accessible", line) for line in violations(self.page, without=without)]
        self.page.emulate_media(color_scheme="dark")
        return found + [("accessible", f"dark: {line}") for line in violations(self.page, only=COLOURS)]

    def _narrow(self) -> list[tuple[str, str]]:
        """Look for sideways scrolling on two phones, with the letters as they are and large."""
        found = []
        for size in ("large", "normal"):
            self.page.evaluate("size => { document.documentElement.dataset.size = size }", size)
            for width, height in (PHONE, SMALL_PHONE):
                self.page.set_viewport_size({"width": width, "height": height})
                if wide := self.page.evaluate(SIDEWAYS):
                    found.append(("fits", f"{size} letters, {wide}"))
        return found

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
