"""What all benchmarks share: taking turns, rows with goals, the command line; `measuring.house` is where."""

from measuring.command import main
from measuring.rows import Row, row
from measuring.turns import in_turns, ratios, seconds

__all__ = ["Row", "in_turns", "main", "ratios", "row", "seconds"]
