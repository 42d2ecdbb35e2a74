"""Live shows: viewers a core, how soon everybody sees, and what a viewer costs beside a plain WebSocket broadcast.

    ./dure bench live [--quick] [--json FILE] [--plot FILE]

Everything runs on this machine: a gate, NATS and PostgreSQL of its own, crowds of viewers in processes of their own.

* room_*        a crowd before one gate while 100 messages a second are said and the screen changes
* room_core     what the gate worked in that time, of one core; PostgreSQL and the crowd are other processes
* room_plain_*  the same messages to the same crowd, each sent to everybody at once; in turns with ours
* glass_*       how far a viewer's screen is behind the host's camera, a real Chromium at both ends
* media_*       what the studio works for twenty phones, of one core; how soon replay and clips are there
"""

from measuring import Row, main
from measuring.house import house  # isort: split

from watching.glass import glass_rows
from watching.media import media_rows
from watching.rooms import room_rows


@house()
def measure(*, is_quick: bool) -> list[Row]:
    """Run all parts and return the rows, what is promised first."""
    return [*glass_rows(is_quick=is_quick), *room_rows(is_quick=is_quick), *media_rows(is_quick=is_quick)]


if __name__ == "__main__":
    main(__doc__, measure)
