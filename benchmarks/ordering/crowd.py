"""What became of a crowd: the number each order got, and how long its buyer waited."""

from dataclasses import dataclass, field


@dataclass
class Served:
    """The answers of one part, in the order they were given; safe between threads."""

    numbers: list[int] = field(default_factory=list)
    waits_s: list[float] = field(default_factory=list)

    def note(self, number: int, wait_s: float) -> None:
        """Keep one answer."""
        self.numbers.append(number)
        self.waits_s.append(wait_s)
