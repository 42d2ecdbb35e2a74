"""The words of the live room that its script says: refusals of the gate, and sentences with a number in them."""

from django.utils.translation import gettext as _


def room_words() -> dict[str, str]:
    """Return the words by the code they stand for; `{number}` is put in by the page."""
    return {**_refusals(), **_sentences()}


def _refusals() -> dict[str, str]:
    return {
        "chat_closed": _("The chat is closed."),
        "chat_frozen": _("The host has paused the chat for a moment."),
        "slow_mode": _("Please wait {number} seconds before you write again."),
        "too_many_messages": _("These are many messages in a short time. Please wait a moment."),
        "muted": _("You cannot write in this show at the moment."),
        "banned": _("You cannot take part in this show."),
        "word_banned": _("There is a word in this that may not be said here."),
        "text_empty": _("Please write something."),
        "text_too_long": _("That is too long. 200 letters are the most."),
        "sign_in_needed": _("Please sign in to take part."),
        "seat_expired": _("This page was open for a long time. Please load it again."),
        "seat_spoilt": _("This page cannot be trusted. Please load it again."),
        "seat_needed": _("This show is not open to everybody."),
        "show_not_found": _("This show is not there any more."),
        "room_full": _("Very many people are watching. We go on trying."),
        "refused": _("That could not be said. Please try again."),
    }


def _sentences() -> dict[str, str]:
    return {
        "away": _("No line at the moment. We are connecting again."),
        "silent": _("That was not sent: there is no line. Please press once more; it counts once."),
        "viewers": _("{number} watching"),
        "more": _("and {number} more messages"),
        "bought": _("{name} bought {number}"),
        "booked": _("{name} booked {number}"),
        "bought_more": _("{number} more have bought"),
        "host": _("Host"),
        "helper": _("Helper"),
        "cohost": _("Second host"),
    }
