"""Which regions an uploaded list of regions to be helped first means."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from dure.rooms.people import help_first_lists
from dure.rooms.people.models import Level, Region


class Matched(NamedTuple):
    """A line of an uploaded list and the region it means."""

    line: help_first_lists.Line
    region: Region
    year: int
    source: str


class Unmatched(NamedTuple):
    """A line of an uploaded list that cannot be taken, and why, as a stable code."""

    line: help_first_lists.Line
    reason: str


@dataclass(frozen=True, kw_only=True)
class HelpFirstPreview:
    """What an uploaded list would do; nothing has been done."""

    matched: list[Matched]
    unmatched: list[Unmatched]

    @property
    def match_percent(self) -> int:
        """How many of a hundred lines were matched, rounded down."""
        return 100 * len(self.matched) // max(1, len(self.matched) + len(self.unmatched))


def preview_help_first(
    *, lines: Iterable[help_first_lists.Line], country: str, year: int | None, source: str
) -> HelpFirstPreview:
    """Find each line's region by code, former code or name; a line without its own year or source takes those given."""
    regions = list(Region.objects.current().filter(country=country).exclude(level=Level.COUNTRY))
    finder = _Finder(regions)
    matched: list[Matched] = []
    unmatched: list[Unmatched] = []
    seen: set[str] = set()
    for line in lines:
        found, reason = finder.find(line)
        year_of = _year(line.year) if line.year else year
        source_of = line.source or source
        reason = reason or _lacking(year_of, source_of) or ("twice" if found and found.path in seen else "")
        if found is None or year_of is None or reason:
            unmatched.append(Unmatched(line, reason))
        else:
            seen.add(found.path)
            matched.append(Matched(line, found, year_of, source_of))
    return HelpFirstPreview(matched=matched, unmatched=unmatched)


def _year(text: str) -> int | None:
    """Return a plausible year, or None."""
    return int(text) if text.isdecimal() and len(text) == len("2021") and text >= "1949" else None


def _lacking(year: int | None, source: str) -> str:
    """Return which of the two a line lacks."""
    return "year" if year is None else "" if source else "source"


class _Finder:
    """Finds the region a line means, without asking the database again."""

    def __init__(self, regions: list[Region]) -> None:
        """Index the regions of one country by code, former code and name."""
        self.by_code = {one.code: one for one in regions}
        former = [(code, one) for one in regions for code in one.former_codes]
        codes = [code for code, _one in former]
        self.by_former = {code: one for code, one in former if codes.count(code) == 1}
        self.by_name: dict[str, list[Region]] = {}
        for one in regions:
            for name in {one.name_ko, one.name_zh, one.name_en, *one.aliases} - {""}:
                self.by_name.setdefault(name, []).append(one)

    def find(self, line: help_first_lists.Line) -> tuple[Region | None, str]:
        """Return (region, "") or (None, why not); code and name must not contradict each other."""
        by_code = self.by_code.get(line.code) or self.by_former.get(line.code)
        if by_code and (not line.name or self._bears(by_code, line.name)):
            return by_code, ""
        named = self._named(line)
        if len(named) == 1:
            return named[0], ""
        if by_code:
            return None, "name_contradicts_code"
        return None, "ambiguous" if named else "unknown"

    def _named(self, line: help_first_lists.Line) -> list[Region]:
        """Return the regions of the line's name, within its province where it says one."""
        found = self.by_name.get(line.name, [])
        if not line.province:
            return found
        provinces = {one.code for one in self.by_name.get(line.province, []) if one.level == Level.PROVINCE}
        return [one for one in found if one.path.split("/")[1] in provinces]

    @staticmethod
    def _bears(region: Region, name: str) -> bool:
        """Whether the region bears the name, or bears it with another word for what it is: 市 for a former 县."""
        names = {region.name_ko, region.name_zh, region.name_en, *region.aliases} - {""}
        return name in names or any(name[:-1] and one[:-1] == name[:-1] for one in names)
