"""What the site itself has done later."""

from dure.engine.child import run_apart
from dure.kernel.jobs import job


@job(retries=2)
def draw_demo_films(*, broadcast_ids: list[str]) -> None:
    """Draw the films of the demo world's shows that are over, and cut the clips; what has a film already keeps it.

    PyAV and what drawing takes, some 50 MB, end with a child: the worker is as small on a house's first day as later.
    """
    run_apart("dure.site.demo_drawing", *broadcast_ids)
