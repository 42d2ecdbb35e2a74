"""Why something about the chat, or about who is muted or banned there, is refused."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Refusal


class MessageNotFound(NotFound):
    """No such message in this show."""

    code = "chat_message_not_found"
    sentence = _("We could not find this message.")


class RestrictionNotFound(NotFound):
    """No such restriction in force."""

    code = "restriction_not_found"
    sentence = _("Nobody is restricted like that.")


class BadSlowMode(BadInput):
    """Slow mode lasts a few seconds or minutes."""

    code = "slow_mode_seconds"
    sentence = _("Please choose between 0 and %(max)s seconds.")


class KeeperNotRestricted(Refusal):
    """Hosts and helpers are not muted or banned."""

    code = "keeper_not_restricted"
    sentence = _("Hosts and helpers cannot be muted or banned. Take the helper's place away first.")


class BadRestriction(BadInput):
    """How long a mute may last."""

    code = "restriction_minutes"
    sentence = _("Please choose between 1 and %(max)s minutes.")


class TooManyWords(BadInput):
    """A list of words has its limit."""

    code = "too_many_banned_words"
    sentence = _("At most %(max)s words, each of %(length)s characters at most.")
