"""What staff sees of the gates: what each told, and that a silent one is called silent."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from dure.rooms.market.queries.gates import gates
from dure.rooms.people import factories as people

TOLD = {
    "gate": "gate-1",
    "is_connected": True,
    "cells": {
        "1": {"leads": True, "waiting": 12, "in_row": 3, "per_second": 812, "mean_batch": 40.6, "last_error": None},
        "2": {"leads": False, "waiting": 0, "last_error": "the database went away"},
    },
}


OTHERS = [
    {"gate": "gate-2", "is_connected": True, "cells": {"1": {"leads": False}}, "silent_s": 0},
    {"gate": "gate-3", "is_connected": True, "cells": {}, "silent_s": 41},
]


class TellsOfItself(BaseHTTPRequestHandler):
    """A gate, as far as its health goes."""

    def do_GET(self) -> None:
        body = json.dumps(TOLD | {"others": OTHERS} if self.path == "/health?detail" else "ok").encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def gate(settings):
    """One gate that answers, and one that does not."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), TellsOfItself)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.GATES = [f"http://127.0.0.1:{server.server_port}", "http://127.0.0.1:9"]
    yield
    server.shutdown()
    server.server_close()


def test_each_gate_is_asked_and_a_silent_one_is_silent(gate):
    speaks, _second, _third, silent = gates()
    assert (speaks.answers, speaks.name, silent.answers) == (True, "gate-1", False)
    leader, follower = speaks.cells
    assert (leader.leads, leader.waiting, leader.in_row, leader.per_second, leader.batch) == (True, 12, 3, 812, 41)
    assert (follower.leads, follower.last_error) == (False, "the database went away")


def test_gates_that_share_an_address_are_all_there_once(gate, settings):
    settings.GATES = settings.GATES[:1] * 2
    first, second, third = gates()
    assert [each.name for each in (first, second, third)] == ["gate-1", "gate-2", "gate-3"]
    assert (first.speaks_for_itself, second.speaks_for_itself) == (True, False)
    assert (second.silent_s, third.silent_s) == (0, 41)


@pytest.mark.django_db
def test_the_page_shows_both(gate):
    staff = people.make_staff()
    staff.language = "en"
    staff.save(update_fields=["language"])
    page = people.office_of(staff).get("/market/health/").content.decode()
    assert all(told in page for told in ("gate-1", "812", "41", "the database went away", "http://127.0.0.1:9"))
    assert all(told in page for told in ("gate-2", "gate-3", "41 seconds"))
