"""The rules, by subject; importing this package enters all of them."""

from . import assets, entrances, locks, names, news, paper, purity, secrets, shape, sizes, verbs

__all__ = ["assets", "entrances", "locks", "names", "news", "paper", "purity", "secrets", "shape", "sizes", "verbs"]
