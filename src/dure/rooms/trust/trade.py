"""The shape of a line in the list of banned and restricted trades. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

Words = Mapping[str, str]
"""A text in each of the house's languages: ko, zh-hans, en."""

ALCOHOL, FIREWORKS, HEALTH_FOOD, MEDICINE, PESTICIDE, PETS = (
    "alcohol",
    "fireworks",
    "health_food",
    "medicine",
    "pesticide",
    "pets",
)
LICENCES: Final[Mapping[str, Words]] = {
    ALCOHOL: {"ko": "주류 판매 면허·승인", "zh-hans": "酒类经营许可", "en": "licence to sell alcohol"},
    FIREWORKS: {"ko": "화약류 판매 허가", "zh-hans": "烟花爆竹经营许可", "en": "permit to sell fireworks"},
    HEALTH_FOOD: {
        "ko": "건강기능식품 영업 신고",
        "zh-hans": "保健食品经营许可",
        "en": "permit to sell health supplements",
    },
    MEDICINE: {"ko": "의약품 판매 허가", "zh-hans": "药品经营许可证", "en": "licence to sell medicine"},
    PESTICIDE: {"ko": "농약 판매업 등록", "zh-hans": "农药经营许可证", "en": "registration to sell pesticides"},
    PETS: {"ko": "동물판매업 허가", "zh-hans": "动物经营许可", "en": "permit to sell pet animals"},
}
"""What a seller must hold for a restricted trade, by code, and how people call it."""

CHECKED_ON: Final = date(2026, 11, 22)
"""When somebody last looked through all sources."""


@dataclass(frozen=True)
class Source:
    """A law or treaty that everybody can look up: who made it, its name and place in it, and where to read it.

    The place is left out ("") where we could not make sure of it.
    """

    name: str
    article: str
    address: str

    def __str__(self) -> str:
        """Return name and place."""
        return f"{self.name}, {self.article}" if self.article else self.name

    @property
    def language(self) -> str:
        """The language its name is written in, for a page's `lang`."""
        if re.search(r"[가-힣]", self.name):
            return "ko"
        return "zh-Hans" if re.search(r"[一-龥]", self.name) else "en"


@dataclass(frozen=True, kw_only=True, eq=False)
class Trade:
    """A trade that is banned, or open only to those with a licence, and the words by which an offer shows it.

    A term stands for itself anywhere in a text; `=term` only as a word of its own (Korean particles may follow);
    `^term` only at the beginning of a word. Latin terms are always whole words, singular or plural. `harmless` lists
    longer words that contain a term and mean something else.
    """

    code: str
    names: Words
    rule: Words
    sources: tuple[Source, ...]
    terms: tuple[str, ...]
    harmless: tuple[str, ...] = ()
    licence: str = ""

    @property
    def is_banned(self) -> bool:
        """Whether nobody may trade in it here, with or without a licence."""
        return not self.licence
