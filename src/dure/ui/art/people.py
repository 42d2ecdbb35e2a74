"""People who work the fields, drawn kindly and without a likeness."""

from dure.ui.art.produce import placed
from dure.ui.art.shapes import line, path

VESTS = {"pine": ("#2a6340", "#1f4f32"), "indigo": ("#33568a", "#27446f"), "plum": ("#8e3a52", "#732c41")}
"""The colours of a vest: its own and its shade."""


def farmer(vest: str = "pine", basket: str = "") -> str:
    """Return a farmer in a straw hat, box 0 0 240 300; `basket` is the kind of produce to carry."""
    return _body(vest) + (_basket(basket) if basket else "") + _head()


def farmer_face(vest: str = "pine") -> str:
    """Return the same farmer as an avatar, for a box 0 0 120 120."""
    inner = _body(vest) + _head()
    return f'<rect width="120" height="120" class="patch-1"/><g transform="translate(-2 8) scale(.52)">{inner}</g>'


def _head() -> str:
    """Return neck, face and hat."""
    hair = path("M76 92C70 112 72 130 78 144L88 130V90ZM164 92C170 112 168 130 162 144L152 130V90Z", "#5a4636")
    face = path("M82 84C80 122 96 152 120 152C144 152 160 122 158 84Z", "#ecbb8c")
    shade = path("M158 84C160 122 144 152 120 152C142 142 150 112 148 84Z", "#dfa674")
    cheeks = '<g fill="#e8967c" opacity=".7"><circle cx="96" cy="120" r="8"/><circle cx="144" cy="120" r="8"/></g>'
    eyes = line("M96 108q7-8 14 0M130 108q7-8 14 0", "#3b2a1e", 4)
    smile = path("M103 128Q120 134 137 128Q132 145 120 145Q108 145 103 128Z", "#8c3a22")
    teeth = path("M107 129.500Q120 134 133 129.500L131 134Q120 137 109 134Z", "#fff8ea")
    return hair + face + shade + cheeks + eyes + smile + teeth + _hat()


def _hat() -> str:
    """Return the straw hat with its red band."""
    brim = path("M34 86C66 72 84 40 120 22C156 40 174 72 206 86Q120 108 34 86Z", "#e3c077")
    shade = path("M206 86C174 72 156 40 120 22C138 46 146 74 150 97Q182 94 206 86Z", "#cfa658")
    straw = line("M120 24L62 84M120 24L92 94M120 24L150 94M120 24L180 84", "#b98f3f", 2.4)
    band = path("M77 66L72 79Q120 91 168 79L163 66Q120 77 77 66Z", "#b4452c")
    return brim + shade + straw + band


def _body(vest: str) -> str:
    """Return shoulders in white cotton under a dyed vest, and the neck."""
    own, shade = VESTS[vest]
    shirt = path("M30 300C30 214 52 178 96 168H144C188 178 210 214 210 300Z", "#f4ecdb")
    shirt_shade = path("M144 168C188 178 210 214 210 300H186C186 230 176 192 144 168Z", "#e0d3ba")
    cloth = path("M62 300C62 226 72 186 98 168L120 202L142 168C168 186 178 226 178 300Z", own)
    cloth_shade = path("M142 168C168 186 178 226 178 300H150C152 240 150 204 142 168Z", shade)
    neck = path("M102 138V168Q120 188 138 168V138Z", "#dda06c")
    collar = path("M98 168L120 202L142 168L138 162Q120 186 102 162Z", "#fffdf6")
    return shirt + shirt_shade + cloth + cloth_shade + neck + collar


def _basket(kind: str) -> str:
    """Return a woven basket held in front, heaped with produce."""
    heap = "".join(placed(kind, x, y, 62) for x, y in ((58, 186), (120, 186), (89, 178)))
    basket = path("M54 232H186L174 296H66Z", "#b8813f") + path("M186 232L174 296H146L154 232Z", "#9a6a30")
    weave = line("M60 250H180M63 266H177M66 282H174M84 234L90 294M120 234V294M156 234L150 294", "#8a5c29", 2.2)
    rim = '<rect x="48" y="226" width="144" height="13" rx="6.500" fill="#cf9a55"/>'
    hands = (
        '<g fill="#ecbb8c"><ellipse cx="52" cy="246" rx="13" ry="16"/><ellipse cx="188" cy="246" rx="13" ry="16"/></g>'
    )
    return heap + basket + weave + rim + hands
