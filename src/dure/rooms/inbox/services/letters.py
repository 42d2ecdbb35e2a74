"""Letters: one e-mail for everything a person is told at once, in his language, with a way out of it."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dure.kernel.letters import write_letter
from dure.rooms.inbox.models import Notification
from dure.rooms.inbox.queries import unsubscribing
from dure.rooms.inbox.topics import topic_of
from dure.rooms.people.queries import persons


def send_letter(*, person_id: UUID, notes: list[Notification]) -> bool:
    """Send a person one letter that tells these notifications; return whether there was an address to send it to."""
    address = persons.reach(person_id=person_id).email
    person = persons.person(person_id=person_id)
    if not address or person.is_erased:
        return False
    topics = {note.topic for note in notes}
    topic = topics.pop() if len(topics) == 1 else ""
    way_out = f"{settings.PUBLIC_ADDRESS}/inbox/letters/{unsubscribing.key_for(person_id=person_id, topic=topic)}/"
    with translation.override(person.language):
        letter = _letter(notes, name=person.display_name, topic=topic, way_out=way_out)
    letter.to = [address]
    letter.send()
    return True


def _letter(notes: list[Notification], *, name: str, topic: str, way_out: str) -> EmailMultiAlternatives:
    words = {
        "name": name,
        "notes": notes,
        "house": settings.PUBLIC_ADDRESS,
        "topic": topic_of(topic).label if topic else "",
        "way_out": way_out,
        "choices": f"{settings.PUBLIC_ADDRESS}/inbox/choices/",
        "language": translation.get_language(),
    }
    return write_letter(
        template="inbox/letters/letter",
        words=words,
        subject=subject_of(notes),
        # RFC 8058: mail programs show a button of their own and post to this address.
        headers={"List-Unsubscribe": f"<{way_out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def subject_of(notes: list[Notification]) -> str:
    """Return the title of the only notification, or how many there are."""
    if len(notes) == 1:
        return f"{_('Dure')}: {notes[0].title}"
    return ngettext("Dure: %(count)s notification", "Dure: %(count)s notifications", len(notes)) % {"count": len(notes)}
