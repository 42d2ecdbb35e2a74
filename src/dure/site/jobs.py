"""What the site itself has done later."""

from dure.kernel.jobs import job


@job(retries=2)
def draw_demo_films(*, broadcast_ids: list[str]) -> None:
    """Draw the films of the demo world's shows that are over, and cut the clips; what has a film already keeps it."""
    from dure.site.demo_recordings import draw_films  # noqa: PLC0415  it loads PyAV, which no page needs

    draw_films(broadcast_ids)
