"""Takes pictures of the house's pages, for people to look at.

    python -m tests.browser.screens FOLDER [--pages home,me] [--languages ko,en]

Starts a house of its own with the demo world; `--address` and nothing else uses one that runs already.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.house import House, running_house
from tests.browser.people import STAFF, People
from tests.browser.visitors import DESKTOP, LANGUAGES, PHONE, Look, looking

PAGES: dict[str, tuple[str | None, str]] = {
    "home": (None, "/"),
    "sign-in": (None, "/sign/login/"),
    "sign-up": (None, "/sign/signup/"),
    "book": (None, "/book/"),
    "regions": (None, "/regions/"),
    "region": (None, "/regions/KR/46820/"),
    "kit": (None, "/kit/"),
    "terms": (None, "/terms/"),
    "offline": (None, "/offline/"),
    "licences": (None, "/licences/"),
    "not-found": (None, "/nowhere/"),
    "home-signed-in": ("ana", "/"),
    "me": ("ana", "/me/"),
    "export": ("ana", "/me/export/"),
    "departure": ("ana", "/me/departure/"),
    "new-organisation": ("ana", "/organisations/new/"),
    "second-factor": ("ana", "/sign/2fa/"),
    "back-office": (STAFF, "/back-office/"),
}
"""Name: who looks (None = a stranger), and where."""
SIZES = {"phone": (PHONE, 2.0), "desktop": (DESKTOP, 1.0)}


def take(browser: Browser, house: House, folder: Path, *, pages: list[str], languages: list[str]) -> Iterator[Path]:
    """Take every picture and yield its file: page-size-language-brightness.png, full length."""
    people = People(browser, house)
    for (size, (screen, scale)), language, is_dark in product(SIZES.items(), languages, (False, True)):
        look = Look(language=language, is_dark=is_dark, screen=screen, scale=scale)
        for who in dict.fromkeys(PAGES[name][0] for name in pages):
            with looking(browser, house.address, look, people.state(who) if who else None) as context:
                page = context.new_page()
                for name in (each for each in pages if PAGES[each][0] == who):
                    page.goto(PAGES[name][1], wait_until="networkidle")
                    file = folder / f"{name}-{size}-{language}-{'dark' if is_dark else 'light'}.png"
                    page.screenshot(path=file, full_page=True)
                    yield file


@contextmanager
def chosen_house(address: str | None) -> Iterator[House]:
    """Use the house at an address, or one of our own."""
    if address is None:
        with tempfile.TemporaryDirectory() as world, running_house(Path(world)) as house:
            yield house
    else:
        house = House(Path())
        house.address = address
        yield house


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", default=",".join(PAGES))
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--address")
    words = parser.parse_args()
    words.folder.mkdir(parents=True, exist_ok=True)
    with chosen_house(words.address) as house, chromium() as browser:
        for file in take(
            browser, house, words.folder, pages=words.pages.split(","), languages=words.languages.split(",")
        ):
            print(file)


if __name__ == "__main__":
    main()
