"""What the live room answers at the gate: each refusal with its stable code and one English sentence."""

from typing import Final

import msgspec

from dure.kernel.gate.problems import GateProblem

SEAT_EXPIRED: Final = "seat_expired"


def malformed(reason: str) -> GateProblem:
    """The message cannot be read."""
    return GateProblem(422, "message_malformed", "This message cannot be read.", facts={"reason": reason})


def no_show() -> GateProblem:
    """There is no such show."""
    return GateProblem(404, "show_not_found", "We could not find this show.")


def seat_needed() -> GateProblem:
    """Only those with a seat may see a show that is not public."""
    return GateProblem(403, "seat_needed", "This show is not open to everybody.")


def seat_expired() -> GateProblem:
    """The seat was good once."""
    return GateProblem(401, SEAT_EXPIRED, "This page was open too long. Please load it again.")


def seat_spoilt() -> GateProblem:
    """A seat nobody signed, or one of another show."""
    return GateProblem(401, "seat_spoilt", "This page cannot be trusted. Please load it again.")


def sign_in_needed() -> GateProblem:
    """Only who is signed in may speak."""
    return GateProblem(401, "sign_in_needed", "Please sign in to take part.")


def not_a_keeper() -> GateProblem:
    """Only hosts and helpers may do this."""
    return GateProblem(403, "not_a_keeper", "Only hosts and helpers may do this.")


def empty() -> GateProblem:
    """There are no words in the message."""
    return GateProblem(422, "text_empty", "Please write something.")


def too_long(most: int) -> GateProblem:
    """The message has too many letters."""
    return GateProblem(422, "text_too_long", "That is too long.", facts={"most": most})


def word_banned() -> GateProblem:
    """There is a word in the message that may not be said here; which one is not told, lest it be spelt otherwise."""
    return GateProblem(422, "word_banned", "There is a word in this that may not be said here.")


def closed() -> GateProblem:
    """Nobody may speak before a show or after it."""
    return GateProblem(409, "chat_closed", "The chat is closed.")


def frozen() -> GateProblem:
    """The host has asked for quiet."""
    return GateProblem(409, "chat_frozen", "The host has paused the chat.")


def muted() -> GateProblem:
    """A helper has taken the word from this person."""
    return GateProblem(403, "muted", "You cannot write in this show at the moment.")


def banned() -> GateProblem:
    """The host has shown this person the door."""
    return GateProblem(403, "banned", "You cannot take part in this show.")


def too_soon(again_in_s: int) -> GateProblem:
    """Slow mode: this person has spoken a moment ago."""
    sentence = "Please wait a moment before you write again."
    return GateProblem(429, "slow_mode", sentence, retry_after_s=again_in_s, facts={"again_in_s": again_in_s})


def too_many_messages(again_in_s: int) -> GateProblem:
    """This person, or everybody behind one address, speaks too often."""
    sentence = "These are many messages in a short time. Please wait a moment."
    facts = {"again_in_s": again_in_s}
    return GateProblem(429, "too_many_messages", sentence, retry_after_s=again_in_s, facts=facts)


def room_full(again_in_s: int) -> GateProblem:
    """As many watch as this gate can hold."""
    sentence = "Very many people are watching. Please try again in a moment."
    return GateProblem(503, "room_full", sentence, retry_after_s=again_in_s)


def answered(answer: str, **facts: object) -> bytes:
    """Return the body of a yes."""
    return msgspec.json.encode({"answer": answer, **facts})
