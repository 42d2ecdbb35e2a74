"""What goes wrong around engines, always with what to do about it."""


class EngineError(Exception):
    """An engine could not do what was asked; `remedy` says what a person can do."""

    exit_code = 1

    def __init__(self, what: str, remedy: str = "") -> None:
        """Keep what happened and what to do."""
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        """Both sentences, one per line."""
        return f"{self.what}\n{self.remedy}" if self.remedy else self.what


class UnsafeHouse(EngineError):
    """This house must not open to the world as it is."""

    exit_code = 2


class FolderInUse(EngineError):
    """Another process holds this folder; `holder` is what it wrote about itself."""

    exit_code = 3

    def __init__(self, what: str, remedy: str = "", *, holder: str = "") -> None:
        """Keep the sentence and the holder's own note."""
        super().__init__(what, remedy)
        self.holder = holder
