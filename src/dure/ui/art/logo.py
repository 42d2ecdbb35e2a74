"""The mark: samtaegeuk, three blades that turn one drum."""

BLADE = "M32 32A14.5 14.5 0 0 1 57.1 17.5A29 29 0 0 1 57.1 46.5A14.5 14.5 0 0 0 32 32Z"
"""One blade in a box of 64 by 64; the other two are turned by 120 and 240 degrees."""

TURNS = ((0, "first", "#bf4317"), (120, "second", "#2a6340"), (240, "third", "#c98a27"))


def logo() -> str:
    """Return the inside of the mark for a page; its colours follow the theme."""
    return "".join(
        f'<path class="logo__{name}" d="{BLADE}" transform="rotate({turn} 32 32)"/>' for turn, name, _ in TURNS
    )


def logo_file() -> str:
    """Return the mark as a file of its own, with its colours."""
    blades = "".join(f'<path fill="{fill}" d="{BLADE}" transform="rotate({turn} 32 32)"/>' for turn, _, fill in TURNS)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">{blades}</svg>'
