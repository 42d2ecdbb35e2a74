"""Where the facts about regions come from, and on what terms. Pure; `docs/data.md` tells more."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A source of facts: its name as it wants to be named, and its licence."""

    name: str
    licence: str


SOURCES = {
    "echarts": Source("Apache ECharts 4.9.0, label points", "Apache-2.0"),
    "geonames": Source("GeoNames", "CC BY 4.0"),
    "iso": Source("ISO 3166", "facts"),
    "mois": Source("Ministry of the Interior and Safety of Korea, administrative codes of 20 July 2026", "facts"),
    "nbs": Source("National Bureau of Statistics of China, by china-division 2.7.0", "MIT"),
    "ngii": Source("National Geographic Information Institute of Korea, boundaries of 15 September 2023", "free use"),
}


def source_of(note: str) -> Source:
    """Return the source a note such as `geonames:1835848` names; an unknown note is its own name."""
    return SOURCES.get(note.partition(":")[0], Source(note, ""))
