"""Dead letters: events a handler could not digest, until somebody retries or discards them."""

import traceback
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.errors import NotFound, Refusal
from dure.kernel.http import Actor
from dure.kernel.models import DeadLetter
from dure.kernel.reactions import REACTIONS, Reaction, handle

ERROR_LENGTH_MAX = 4000


class LetterSettled(Refusal):
    """Somebody has already retried or discarded it."""

    code = "letter_settled"
    sentence = _("That was settled already.")


class LetterUnknown(NotFound):
    """There is no such dead letter."""

    code = "letter_unknown"


class ReactionGone(Refusal):
    """The handler does not exist any more."""

    code = "reaction_gone"
    sentence = _("Nothing in this version reacts under the name %(handler)s.")


class StillFailing(Refusal):
    """The retry failed too."""

    code = "still_failing"
    sentence = _("It failed again: %(reason)s")


@transaction.atomic
def bury(
    *,
    reaction: Reaction,
    event_id: UUID,
    subject: str,
    payload: dict[str, object],
    error: BaseException,
    attempts: int,
) -> DeadLetter:
    """Keep an event its handler could not digest; the same one twice is one letter, waiting again."""
    letter, _is_new = DeadLetter.objects.update_or_create(
        event_id=event_id,
        handler=reaction.name,
        defaults={
            "subject": subject,
            "payload": payload,
            "error": _words(error),
            "attempt_count": attempts,
            "status": DeadLetter.Status.WAITING,
            "failed_at": clock.now(),
            "settled_at": None,
            "settled_by": None,
        },
    )
    return letter


def waiting_count() -> int:
    """How many letters wait for somebody to see to them."""
    return DeadLetter.objects.filter(status=DeadLetter.Status.WAITING).count()


def retry(*, letter_id: UUID, by: Actor) -> None:
    """Let the handler try once more, now; StillFailing keeps the letter with the new error."""
    try:
        _retry(letter_id=letter_id, by=by)
    except Refusal as refusal:
        if isinstance(refusal, LetterSettled | LetterUnknown | ReactionGone):
            raise
        _note(letter_id=letter_id, error=refusal)
        raise StillFailing(reason=refusal.message) from refusal
    except Exception as error:
        _note(letter_id=letter_id, error=error)
        raise StillFailing(reason=f"{type(error).__name__}: {error}") from error


@transaction.atomic
def _retry(*, letter_id: UUID, by: Actor) -> None:
    """Do the handler's work and settle the letter, both or neither."""
    letter = _waiting(letter_id)
    if letter.handler not in REACTIONS:
        raise ReactionGone(handler=letter.handler)
    handle(reaction=REACTIONS[letter.handler], event_id=letter.event_id, payload=letter.payload)
    _settle(letter, status=DeadLetter.Status.RETRIED, by=by)


@transaction.atomic
def discard(*, letter_id: UUID, by: Actor) -> None:
    """Give up on a letter; it stays readable."""
    _settle(_waiting(letter_id), status=DeadLetter.Status.DISCARDED, by=by)


@transaction.atomic
def _note(*, letter_id: UUID, error: BaseException) -> None:
    """Keep the newest error."""
    letter = _waiting(letter_id)
    letter.error, letter.attempt_count, letter.failed_at = _words(error), letter.attempt_count + 1, clock.now()
    letter.save(update_fields=["error", "attempt_count", "failed_at"])


def _waiting(letter_id: UUID) -> DeadLetter:
    """Return a letter that waits, locked."""
    letter = DeadLetter.objects.select_for_update().filter(id=letter_id).first()
    if letter is None:
        raise LetterUnknown
    if letter.status != DeadLetter.Status.WAITING:
        raise LetterSettled
    return letter


def _settle(letter: DeadLetter, *, status: DeadLetter.Status, by: Actor) -> None:
    """Write what became of it, when and by whom."""
    letter.status, letter.settled_at, letter.settled_by = status, clock.now(), by.person_id
    letter.save(update_fields=["status", "settled_at", "settled_by"])


def _words(error: BaseException) -> str:
    """Return the end of the traceback, where the reason stands."""
    return "".join(traceback.format_exception(error))[-ERROR_LENGTH_MAX:]
