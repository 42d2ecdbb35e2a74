"""Opening units: relief goods get theirs while the house runs."""

from django.db.models import Max

from dure.rooms.ledger import errors
from dure.rooms.ledger.chart import FIRST_GOODS_NUMBER
from dure.rooms.ledger.models import Unit
from dure.rooms.ledger.services.writing import verb

SCALE_MAX = 6
NUMBER_MAX = 32_767
CODE_LENGTH_MAX, NAME_LENGTH_MAX = 20, 60
WON = 1


@verb
def open_unit(
    *, code: str, scale: int, name_en: str, name_ko: str, name_zh_hans: str, family: str = Unit.Family.GOODS
) -> Unit:
    """Open a unit for good; the same one asked for again is returned. Amounts count its 10^scale-th parts."""
    names = {"name_en": name_en.strip(), "name_ko": name_ko.strip(), "name_zh_hans": name_zh_hans.strip()}
    wanted = {"scale": scale, "family": family, **names}
    if not _is_sound(code, scale, family, list(names.values())):
        raise errors.BadUnit
    Unit.objects.select_for_update().get(number=WON)  # one opener at a time
    known = Unit.objects.filter(code=code).first()
    if known is None:
        return Unit.objects.create(number=_next_number(), code=code, **wanted)
    if any(getattr(known, name) != value for name, value in wanted.items()):
        raise errors.UnitTaken(unit=code)
    return known


def _is_sound(code: str, scale: int, family: str, names: list[str]) -> bool:
    fits = all(0 < len(name) <= NAME_LENGTH_MAX for name in names)
    is_code = code.isascii() and code.replace("-", "").isalnum() and len(code) <= CODE_LENGTH_MAX
    return fits and is_code and type(scale) is int and 0 <= scale <= SCALE_MAX and family in Unit.Family.values


def _next_number() -> int:
    highest = Unit.objects.aggregate(highest=Max("number"))["highest"] or 0
    number = max(highest + 1, FIRST_GOODS_NUMBER)
    if number > NUMBER_MAX:
        raise errors.BadUnit
    return number
