"""Text as people type it: one form for storing, one for searching."""

import unicodedata


def normalise(text: str) -> str:
    """Return `text` in NFC, without control characters, with runs of white space made one space and ends trimmed."""
    visible = "".join(" " if character.isspace() else character for character in unicodedata.normalize("NFC", text))
    kept = "".join(character for character in visible if unicodedata.category(character) not in {"Cc", "Cs"})
    return " ".join(kept.split())


def fold(text: str) -> str:
    """Return `text` as searching compares it: full-width and half-width alike, no case, no accents on Latin letters."""
    compatible = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(character for character in compatible if unicodedata.category(character) != "Mn")
    return normalise(bare)


def plain_digits(text: str) -> str:
    """Return `text` with every kind of digit and sign (full-width, Arabic-Indic …) written as in ASCII."""
    compatible = unicodedata.normalize("NFKC", text)
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character for character in compatible
    )
