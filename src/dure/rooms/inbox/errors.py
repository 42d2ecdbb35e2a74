"""Why the inbox room says no: one class per reason, each with a stable code."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Outage, Refusal


class NotificationNotFound(NotFound):
    """No such notification, or somebody else's."""

    code = "notification_not_found"
    sentence = _("We could not find this notification.")


class ConversationNotFound(NotFound):
    """No such conversation, or none of one's own."""

    code = "conversation_not_found"
    sentence = _("We could not find this conversation.")


class MessageNotFound(NotFound):
    """No such message in one's own conversations."""

    code = "message_not_found"
    sentence = _("We could not find this message.")


class NothingSaid(BadInput):
    """A message has words or pictures."""

    code = "nothing_said"
    sentence = _("Please write something, or add a picture.")


class TooLong(BadInput):
    """A message has at most so many characters."""

    code = "message_too_long"
    sentence = _("Please write at most %(max)s characters.")


class TooManyPictures(BadInput):
    """A message has at most so many pictures."""

    code = "too_many_pictures"
    sentence = _("Please add at most %(max)s pictures.")


class Blocked(Refusal):
    """The other side wants to hear no more in this conversation, or one's own side said so."""

    code = "conversation_blocked"
    sentence = _("Nothing more can be written in this conversation.")


class MessageKeyReused(Refusal):
    """The form's key was used for another message."""

    code = "message_key_reused"
    sentence = _("This form was already sent with other words. Please reload the page.")


class UnsubscribeLinkBroken(BadInput):
    """The link of a letter was cut off or changed."""

    code = "unsubscribe_link_broken"
    sentence = _("This link is not complete. Please open it from the e-mail again, or sign in.")


class UnknownPushService(BadInput):
    """The browser's push service is none that this house speaks to."""

    code = "unknown_push_service"
    sentence = _("This browser's message service is not known to us.")


class BadSubscription(BadInput):
    """The keys of the browser cannot be read."""

    code = "bad_subscription"
    sentence = _("This browser could not be connected. Please try again.")


class PushServiceDown(Outage):
    """A push service does not take messages now."""

    code = "push_service_down"
    sentence = _("The message service of the browser is not answering.")
