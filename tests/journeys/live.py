"""A live show at the browser: put on air, watched, spoken in."""

from uuid import UUID, uuid4

from playwright.sync_api import Locator, Page, expect

from tests.browser.house import House

ON_AIR = """
INSERT INTO stage_show (id, organisation_id, title, about, cover, kind, languages, starts_at, planned_minutes, status,
                        started_at, cancelled_why, scheduled_at, sequence, pinned_text, is_frozen, slow_mode_s,
                        is_public, is_contest)
VALUES (%s, %s, %s, '', '', 'selling', '{en}', now(), 60, 'live', now(), '', now(), 0, '', false, 0, true, false)
RETURNING id
"""


def put_on_air(house: House, organisation_id: UUID, title: str) -> UUID:
    """Put a show on air, without a picture; return it."""
    ((show_id,),) = house.rows(ON_AIR, uuid4(), organisation_id, title)
    return UUID(str(show_id))


def watch(page: Page, show_id: UUID) -> None:
    """Open a show's page, and wait until the room is there."""
    page.goto(f"/live/{show_id}/")
    expect(page.locator("dure-room:defined [data-part=viewers]")).not_to_be_empty()


def say(page: Page, words: str) -> None:
    """Say something."""
    page.locator("dure-room [data-part=text]").fill(words)
    page.locator("dure-room [data-part=form] button").click()


def line_in(page: Page, words: str) -> Locator:
    """Return the line of the chat that says something."""
    return page.locator("dure-room [data-part=lines] > li", has_text=words)
