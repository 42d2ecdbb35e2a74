"""Names in the catalogue that somebody may mean: while typing, and after a slip of the finger."""

from typing import Final

from django.contrib.postgres.search import TrigramDistance
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from dure.rooms.catalog import lexemes, nearness, spelling
from dure.rooms.catalog.models import SearchWord

SUGGESTED_AT_MOST: Final = 8
LOOKED_AT: Final = 60
"""How many alike spellings are measured letter by letter."""

Sort = SearchWord.Sort


def suggestions(*, text: str, language: str, count: int = SUGGESTED_AT_MOST) -> list[SearchWord]:
    """Return names that begin as the text does, in any spelling; the reader's language first, each once."""
    beginning = _beginning(text[: lexemes.TEXT_LENGTH_MAX])
    if beginning is None:
        return []
    found = SearchWord.objects.filter(beginning).order_by(*_order(language))
    chosen: dict[str, SearchWord] = {}
    for word in found[: 4 * count]:
        chosen.setdefault(word.text, word)
    return list(chosen.values())[:count]


def _beginning(text: str) -> Q | None:
    """Return what a name must begin with; None when nothing was typed that could begin one."""
    words = spelling.words_of(text)
    if not words:
        return None
    if len(words) == 1 and spelling.is_initials(words[0]):
        return Q(initials__startswith=spelling.initials_of(words[0]))
    if all(spelling.is_han(word) for word in words):
        return Q(text__startswith=text.strip()) | Q(spelling=spelling.spelt(text))
    return Q(spelling__startswith=spelling.spelt(text))


def _order(language: str) -> list[Case | str]:
    """Return the order of suggestions: kinds, then regions and sellers, then words; the reader's language first."""
    own = When(language__in=[language[:2], ""], then=Value(0))
    sorts = [When(sort=sort, then=Value(place)) for place, sort in enumerate((Sort.KIND, Sort.WORD, Sort.REGION))]
    return [
        Case(own, default=Value(1), output_field=IntegerField()),
        Case(*sorts, default=Value(3), output_field=IntegerField()),
        "-product_count",
        "text",
    ]


def meant(*, text: str) -> str:
    """Return the text as its writer most likely meant it; empty when nothing in the catalogue is near it."""
    words = lexemes.words_asked(text)
    if len(words) == 1 and spelling.is_initials(words[0]):
        return _by_initials(words[0])
    whole = _nearest(text[: lexemes.TEXT_LENGTH_MAX])
    if whole:
        return whole
    corrected = [_meant_word(word) for word in words]
    return " ".join(corrected) if corrected and all(corrected) else ""


def _by_initials(word: str) -> str:
    """Return the commonest kind, else the commonest name, with these first letters."""
    found = SearchWord.objects.filter(initials=spelling.initials_of(word), language="ko").order_by(*_order("ko"))
    best = found.first()
    return best.text if best else ""


def _meant_word(word: str) -> str:
    """Return the nearest name to one word, taken apart in two where it is not one name; empty when none is near."""
    if word.isdigit() or (whole := _nearest(word)):
        return word if word.isdigit() else whole
    if not (spelling.is_hangul(word) or spelling.is_han(word)):
        return ""
    for place in range(2, len(word) - 1):
        first = _nearest(word[:place])
        if first and (last := _nearest(word[place:])):
            return f"{first} {last}"
    return ""


def _nearest(text: str) -> str:
    """Return the name whose spelling has the fewest slips against the text's; empty when all have too many."""
    spelt = spelling.spelt(text)
    if len(spelt) <= 1:
        return ""
    alike = _alike(spelt).values_list("spelling", "product_count", "text")[:LOOKED_AT]
    return nearness.nearest(spelt, alike) or ""


def _alike(spelt: str) -> QuerySet[SearchWord]:
    """Return the names by how many letter triples they share with a spelling (an index hands them out in order)."""
    return SearchWord.objects.annotate(distance=TrigramDistance("spelling", spelt)).order_by("distance")
