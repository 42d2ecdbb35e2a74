"""The demo world's films: a job draws them once the house is up."""

from tests.browser.house import House, wait_until

CLIPS = 3
WITHIN_S = 240


def films_are_drawn(house: House) -> None:
    """Wait until recordings and clips of the demo world are there."""
    wait_until(lambda: published_clips(house) >= CLIPS, within_s=WITHIN_S, what="the demo's clips", look_every_s=0.5)


def published_clips(house: House) -> int:
    """Return how many clips everybody sees: the demo's, and those of journeys before."""
    ((count,),) = house.rows("SELECT count(*) FROM stage_clip WHERE published_at IS NOT NULL")
    assert isinstance(count, int)
    return count
