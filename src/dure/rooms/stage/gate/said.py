"""What was said in a room, as the gates keep it and as browsers are told. Pure."""

from datetime import datetime
from uuid import UUID

import msgspec

from dure.rooms.stage.seats import KEEPERS


class Said(msgspec.Struct, frozen=True, array_like=True):
    """One chat message that is written down."""

    id: UUID
    person_id: UUID
    name: str
    role: str
    text: str
    client_key: UUID
    at: datetime

    @property
    def is_keepers(self) -> bool:
        """Whether a host or helper said it: it is always shown."""
        return self.role in KEEPERS

    def shown(self) -> bytes:
        """Return it as browsers are told, JSON; the person's number does not leave the house."""
        return _JSON.encode(
            {"id": self.id, "who": self.name, "role": self.role, "text": self.text, "at": self.at.isoformat()}
        )


class Caption(msgspec.Struct, frozen=True, array_like=True):
    """One line of what is being said in the broadcast, typed by a helper and written down."""

    id: UUID
    person_id: UUID
    text: str
    client_key: UUID
    at: datetime

    def shown(self) -> bytes:
        """Return it as browsers are told, JSON."""
        return _JSON.encode({"id": self.id, "text": self.text, "at": self.at.isoformat()})


_JSON = msgspec.json.Encoder()
