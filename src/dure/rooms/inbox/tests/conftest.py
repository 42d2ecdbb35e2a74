"""What the inbox's tests share: somebody to write to, and a push service on this machine."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client

from dure.rooms.inbox.models import Conversation
from dure.rooms.inbox.parties import Party
from dure.rooms.inbox.services.conversations import open_conversation
from dure.rooms.people import factories as people


@dataclass
class PushService:
    """Takes what is pushed, and answers as it is told to."""

    address: str
    answers: int = 201
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def push_service(settings: Any) -> Iterator[PushService]:
    """A push service that listens here; the house may speak plain http to it."""

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(service.answers)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Desk)
    service = PushService(f"http://127.0.0.1:{server.server_port}")
    settings.PUSH_SERVICES = ("127.0.0.1",)
    settings.PUSH_SERVICES_WITHOUT_TLS = ("127.0.0.1",)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield service
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def farm(bo):
    """Bo's farm."""
    return people.make_organisation(owner=bo, name="Dawn Field")


@pytest.fixture
def talk(ana, farm) -> Conversation:
    """Ana and Bo's farm talk about an order."""
    return open_conversation(
        reference="order:1",
        subject="Cabbages",
        parties=[Party(person_id=ana.id), Party(organisation_id=farm.id)],
    )


@pytest.fixture
def staff_office(db: None) -> Client:
    """A browser of the house's staff, with the second factor given."""
    return people.office_of(people.make_staff())
