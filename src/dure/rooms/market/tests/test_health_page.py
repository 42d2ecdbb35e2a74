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


class TellsOfItself(BaseHTTPRequestHandler):
    """A gate, as far as its health goes."""

    def do_GET(self) -> None:
        body = json.dumps(TOLD if self.path == "/health?detail" else "ok").encode()
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
    speaks, silent = gates()
    assert (speaks.answers, speaks.name, silent.answers) == (True, "gate-1", False)
    leader, follower = speaks.cells
    assert (leader.leads, leader.waiting, leader.in_row, leader.per_second, leader.batch) == (True, 12, 3, 812, 41)
    assert (follower.leads, follower.last_error) == (False, "the database went away")


@pytest.mark.django_db
def test_the_page_shows_both(gate):
    page = people.office_of(people.make_staff()).get("/market/health/").content.decode()
    assert all(told in page for told in ("gate-1", "812", "41", "the database went away", "http://127.0.0.1:9"))
