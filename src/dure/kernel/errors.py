"""The house's error tree.

* Refusal             understood, and the rules say no           -> 409
  + BadInput          what was sent cannot be read or is wrong   -> 422
  + NotSignedIn       nobody is signed in                        -> 401
  + NotAllowed        this person may not do this                -> 403
  + NotFound          no such thing, or not for these eyes       -> 404
  + TooMany           asked too often or too much at once        -> 429
* Outage              something outside us failed; try again     -> 503

Everything else is a bug: let it crash. A refusal's class is its reason; its `code` never changes once published.
`kernel/refusals.py` turns any of them into a page, a toast or problem+json; views have no `try`.
"""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Problem(Exception):
    """What the two branches share: a stable code, a status, a sentence for the person, and facts for the program."""

    code: ClassVar[str]
    status: ClassVar[int]
    sentence: ClassVar[str | Promise]

    def __init__(self, **facts: object) -> None:
        """Keep `facts` (JSON-able values): they fill the sentence's %(names)s and go into problem+json.

        A fact named `remedy` is the address of the page where the reason can be put right; people get a button to it.
        """
        super().__init__(self.code)
        self.facts = facts

    @property
    def message(self) -> str:
        """The sentence in the active language, with the facts filled in."""
        return str(self.sentence) % self.facts if self.facts else str(self.sentence)


class Refusal(Problem):
    """The request is understood and the rules say no."""

    code = "refused"
    status = 409
    sentence = _("That is not possible now.")


class BadInput(Refusal):
    """What was sent cannot be read, or a field is wrong. `fields` maps a field to its sentences."""

    code = "bad_input"
    status = 422
    sentence = _("Please check what you entered.")

    def __init__(self, *, fields: dict[str, list[str]] | None = None, **facts: object) -> None:
        """Keep per-field sentences beside the facts."""
        super().__init__(**facts)
        self.fields = fields or {}


class NotSignedIn(Refusal):
    """Nobody is signed in."""

    code = "not_signed_in"
    status = 401
    sentence = _("Please sign in first.")


class NotAllowed(Refusal):
    """This person may not do this."""

    code = "not_allowed"
    status = 403
    sentence = _("You may not do this.")


class NotFound(Refusal):
    """No such thing, or not for these eyes."""

    code = "not_found"
    status = 404
    sentence = _("We could not find that.")


class TooMany(Refusal):
    """Asked too often or too much at once; `retry_after_s` says when to try again."""

    code = "too_many"
    status = 429
    sentence = _("That was too often. Please try again a little later.")

    def __init__(self, *, retry_after_s: int = 60, **facts: object) -> None:
        """Remember when it makes sense to try again."""
        super().__init__(**facts)
        self.retry_after_s = retry_after_s


class Outage(Problem):
    """Something outside us failed; trying again later may work."""

    code = "outage"
    status = 503
    sentence = _("Something we depend on is not answering. Please try again soon.")
