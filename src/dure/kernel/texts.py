"""Text messages and letters leave the house here; addresses are never written to a log in full.

`settings.TEXT_SENDER` names a class with `send(to, text)`, as `EMAIL_BACKEND` does for letters.
"""

import json
import logging
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import Outage

logger = logging.getLogger(__name__)
TIMEOUT_S = 8


class TextNotSent(Outage):
    """The text message could not be handed over."""

    code = "text_not_sent"
    sentence = _("We could not send the text message. Please try again in a moment, or use your e-mail address.")


class LettersNotSent(Outage):
    """The letter could not be handed over."""

    code = "letter_not_sent"
    sentence = _("We could not send the e-mail. Please try again in a moment.")


class TextSender(Protocol):
    """Hands one text message to whoever carries it."""

    def send(self, *, to: str, text: str) -> None:
        """Send `text` to the E.164 number `to`, or raise `TextNotSent`."""


@dataclass(frozen=True)
class Text:
    """One message as it was handed over."""

    to: str
    text: str


def send_text(*, to: str, text: str) -> None:
    """Send a text message to an E.164 number, or raise `TextNotSent`."""
    sender: TextSender = import_string(settings.TEXT_SENDER)()
    sender.send(to=to, text=text)


def masked(address: str) -> str:
    """Return a phone number or e-mail address with its middle hidden: `+8210****5678`, `a***@example.org`."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    return f"{address[:5]}****{address[-4:]}" if len(address) > 9 else "****"  # noqa: PLR2004 - shorter ones hide all


class HttpTexts:
    """Posts JSON `{"to", "text"}` to `settings.TEXT_URL`; any 2xx answer counts as sent."""

    def send(self, *, to: str, text: str) -> None:
        """Send one message within a few seconds, or raise `TextNotSent`."""
        body = json.dumps({"to": to, "text": text}).encode()
        request = urllib.request.Request(  # noqa: S310 - the address is the operator's own setting
            settings.TEXT_URL, data=body, headers={"Content-Type": "application/json"}, method="POST"
        )
        try:
            urllib.request.urlopen(request, timeout=TIMEOUT_S).close()  # noqa: S310 - as above
        except (urllib.error.URLError, TimeoutError) as error:
            logger.warning("text message to %s was not taken: %s", masked(to), type(error).__name__)
            raise TextNotSent from error


class LogTexts:
    """Prints the message to the log, for a house without a text-message service; production refuses instead."""

    def send(self, *, to: str, text: str) -> None:
        """Print one message, its number masked."""
        if not settings.TEXTS_ARE_READABLE:
            raise TextNotSent
        logger.warning("text message to %s: %s", masked(to), text)


class MemoryTexts:
    """Keeps messages for tests to read."""

    outbox: ClassVar[list[Text]] = []

    def send(self, *, to: str, text: str) -> None:
        """Keep one message."""
        self.outbox.append(Text(to=to, text=text))


class LogLetters(BaseEmailBackend):
    """Prints letters to the log, addresses masked, for a house without a mail server; production refuses instead."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Print the letters and return how many."""
        if not settings.TEXTS_ARE_READABLE:
            raise LettersNotSent
        for letter in email_messages:
            to = ", ".join(masked(address) for address in letter.to)
            logger.warning("letter to %s: %s\n%s", to, letter.subject, letter.body)
        return len(email_messages)
