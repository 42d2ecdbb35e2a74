"""What an examination finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One answer of the doctor: about what, how it is, and what to do when it is not fine."""

    subject: str
    is_fine: bool
    sentence: str
    fix: str = ""


def fine(subject: str, sentence: str) -> Finding:
    """A finding that asks for nothing."""
    return Finding(subject, True, sentence)


def wrong(subject: str, sentence: str, fix: str) -> Finding:
    """A finding with its fix."""
    return Finding(subject, False, sentence, fix)
