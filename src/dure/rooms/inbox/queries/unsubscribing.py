"""The key in a letter's last line: it opens the way out for one person and one topic, without signing in."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing

from dure.rooms.inbox.errors import UnsubscribeLinkBroken
from dure.rooms.inbox.topics import TOPICS

SALT = "inbox.unsubscription"


@dataclass(frozen=True, kw_only=True)
class WayOut:
    """Whose letters, and about what; an empty topic means every letter."""

    person_id: UUID
    topic: str


def key_for(*, person_id: UUID, topic: str) -> str:
    """Return the signed key for the letters of one topic, or of all for an empty one."""
    return signing.dumps([str(person_id), topic], salt=SALT)


def read(*, key: str) -> WayOut:
    """Return what a key opens; UnsubscribeLinkBroken when it is not ours. It does not run out: letters are kept."""
    try:
        person_id, topic = signing.loads(key, salt=SALT)
        found = WayOut(person_id=UUID(person_id), topic=topic)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise UnsubscribeLinkBroken from error
    if found.topic and found.topic not in TOPICS:
        raise UnsubscribeLinkBroken
    return found
