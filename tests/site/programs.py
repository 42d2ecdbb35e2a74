"""Programs at the JSON API: each with a person's key, as an integrator has one; and the news the worker would bring."""

import json
from typing import Any
from uuid import UUID

from django.test import Client

from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.models import OutboxMessage
from dure.kernel.reactions import REACTIONS, handle
from dure.rooms.people.models import Person
from dure.rooms.people.services.api_keys import make_api_key

OK = frozenset({200, 201, 204})


class Program:
    """A program that acts for a person, or for one of their organisations."""

    def __init__(self, person: Person, organisation_id: UUID | None = None, *, is_read_only: bool = False) -> None:
        """Have the person make a key for it."""
        self.key, self.secret = make_api_key(
            by=Actor(person_id=person.id), name="ERP", days=1, organisation_id=organisation_id,
            is_read_only=is_read_only,
        )  # fmt: skip
        self.client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {self.secret}"})

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        """Send something as JSON, with a key of its own for safe repeats; return the answer whatever it is."""
        headers = {"Idempotency-Key": str(new_id()), **headers}
        sent = b"" if body is None else json.dumps(body).encode()
        return self.client.generic(method, f"/api{path}", sent, content_type="application/json", headers=headers)

    def get(self, path: str, **query: object) -> Any:
        """Read something that is there."""
        return _told(self.client.get(f"/api{path}", query))

    def post(self, path: str, body: object = None) -> Any:
        """Do something that goes well."""
        return _told(self.ask("POST", path, body))

    def put(self, path: str, body: object = None) -> Any:
        """Set something, which goes well."""
        return _told(self.ask("PUT", path, body))

    def send(self, path: str, form: dict[str, object]) -> Any:
        """Send a form, perhaps with files, which goes well."""
        return _told(self.client.post(f"/api{path}", form, headers={"Idempotency-Key": str(new_id())}))


def bring_news() -> None:
    """Let every room hear what was announced, once, as the worker does."""
    heard = [
        handle(reaction=reaction, event_id=message.id, payload=message.payload)
        for message in OutboxMessage.objects.order_by("id")
        for reaction in REACTIONS.values()
        if reaction.event.subject == message.subject
    ]
    if any(heard):
        bring_news()


def _told(answer: Any) -> Any:
    """Return what an answer says; one that refuses fails the test in its own words."""
    assert answer.status_code in OK, f"{answer.status_code} {answer.content.decode()[:600]}"
    if answer.headers.get("Content-Type", "").startswith("application/json"):
        return answer.json()
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
