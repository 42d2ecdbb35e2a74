"""Every page, for whoever may see it, in every language, on the phone and at the desk, light and dark."""

from collections.abc import Callable
from functools import cache

import pytest
from playwright.sync_api import Browser

from tests.browser.house import House
from tests.browser.pages import VISITORS, facts_of, pages_among, paths_for
from tests.browser.people import People
from tests.browser.survey import Finding, Survey
from tests.browser.turns import turn_of
from tests.browser.visitors import LANGUAGES, Look, looking
from tests.browser.watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
LEAST_PAGES = {None: 12, "ana": 8, "bo": 4, "eun": 12}
"""How many pages there are at least: a survey that finds fewer has looked past them."""

Findings = Callable[[str | None, str], list[Finding]]


@pytest.fixture(scope="module")
def facts(house: House) -> dict[str, str]:
    """What stands in addresses for their names; where it cannot be found, every test says so at once."""
    return facts_of(house)


@pytest.fixture(scope="module")
def findings(browser: Browser, house: House, people: People, facts: dict[str, str]) -> Findings:
    """Everything wrong with the pages of one visitor in one language; each is looked over once per run."""

    @cache
    def pages_of(who: str | None) -> tuple[list[str], list[str]]:
        with looking(browser, house.address, Look(), people.state(who) if who else None) as context:
            return pages_among(paths_for(who, facts), context)

    @cache
    def look_over(who: str | None, language: str) -> list[Finding]:
        pages, silent = pages_of(who)
        assert len(pages) >= LEAST_PAGES[who], pages
        with looking(browser, house.address, Look(language=language), people.state(who) if who else None) as context:
            page = context.new_page()
            survey = Survey(page, Watch(page, house.address), who or "stranger", language)
            found = [Finding("opens", path, "") for path in silent]
            for number, path in enumerate(pages):
                found += survey.look_over(path, turn_of(number, language))
        return found

    return look_over


PROMISES = {
    "opens": "every address answers",
    "accessible": "axe-core finds nothing, light or dark",
    "quiet": "no complaint in the console, no forbidden content, no failed request, no other host",
    "named": "a title, the language the page is written in, and a name for all that is pressed or filled in",
    "fits": "nothing scrolls sideways at a desk or on a phone, with large letters too",
    "tappable": "what is pressed is at least 44 pixels each way",
    "keyboard": "the Tab key starts at a skip link, and its place can always be seen",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", VISITORS, ids=lambda who: who or "stranger")
@pytest.mark.parametrize("kind", PROMISES)
def test_every_page_keeps_each_promise(kind: str, who: str | None, language: str, findings: Findings) -> None:
    """Each promise of PROMISES holds on each page."""
    found = [str(each) for each in findings(who, language) if each.kind == kind]

    assert not found, "\n".join([PROMISES[kind], *found])
