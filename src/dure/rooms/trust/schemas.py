"""Shapes of the room's JSON."""

from ninja import Field, Schema


class SourceOut(Schema):
    """A law or treaty: its name, the place in it, and where to read it."""

    name: str
    article: str
    address: str


class TradeOut(Schema):
    """A line of the list in the reader's language; `licence_name` is empty for trades nobody may carry on."""

    code: str
    is_banned: bool
    licence_name: str
    name: str
    rule: str
    sources: list[SourceOut]


class TextsIn(Schema):
    """Texts of one offer: its name, story, and whatever else people will read."""

    texts: list[str] = Field(max_length=20)


class FindingOut(Schema):
    """A rule the texts touch, and the words that showed it."""

    code: str
    is_banned: bool
    licence: str
    licence_name: str
    matched: str
    name: str
    rule: str
    source: SourceOut
