"""`python -m dure.site.demo_drawing BROADCAST …`: draws the films of the demo world's shows, and ends."""

import sys

import django


def main() -> None:
    """Give the broadcasts on the command line, in their order, their films and clips."""
    from dure.kernel.database import patient  # noqa: PLC0415  needs Django ready
    from dure.site.demo_recordings import draw_films  # noqa: PLC0415  its tables load only when Django is ready

    patient()
    draw_films(sys.argv[1:])


if __name__ == "__main__":
    django.setup()
    main()
