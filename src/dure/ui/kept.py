"""`{% kept value … %}…{% endkept %}`: a piece of a page that is drawn once for each language and values it names.

For what is the same on thousands of pages: bars, foot, menus. Nothing about the reader stands in it but what is named.
"""

from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

KEPT_MAX = 500
"""So many drawings of one piece are kept; then it begins anew."""


class Kept(Node):
    """Keeps the drawings with itself, so they end with the template: while templates change, nothing is kept."""

    def __init__(self, values: list[FilterExpression], nodelist: NodeList) -> None:
        """Begin with none."""
        self.values = values
        self.nodelist = nodelist
        self.drawn: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Return the piece, drawn now where it was not before."""
        key = (get_language(), *(value.resolve(context) for value in self.values))
        found = self.drawn.get(key)
        if found is None:
            if len(self.drawn) >= KEPT_MAX:
                self.drawn.clear()
            found = self.drawn[key] = self.nodelist.render(context)
        return found


def kept(parser: Parser, token: Token) -> Kept:
    """Read the tag; every value it depends on, but for the language, is named in it."""
    _name, *words = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept([parser.compile_filter(word) for word in words], nodelist)
