"""Icons, drawings and charts in templates, and the small tools components are made with."""

from collections.abc import Sequence

from django import template
from django.forms import BoundField
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django_cotton.templatetags import Attrs

from dure.ui.art.logo import logo as logo_mark
from dure.ui.art.patchwork import patchwork as patchwork_of
from dure.ui.art.people import farmer_face
from dure.ui.art.produce import KINDS, drawn
from dure.ui.art.produce import tile as tile_of
from dure.ui.art.scenes import SCENES, village
from dure.ui.art.trees import standing
from dure.ui.build import asset_url
from dure.ui.charts import Point, bars, sparkline_points
from dure.ui.icons import icon_body
from dure.ui.kept import kept
from dure.ui.places import shown

register = template.Library()
register.tag("kept", kept)
register.simple_tag(shown, takes_context=True, name="place")

NAMELESS = format_html('aria-hidden="{}"', "true")


def _drawn(svg: str) -> SafeString:
    """Trust a drawing of our own: made from numbers and names our code knows, never from words of strangers."""
    return mark_safe(svg)  # noqa: S308  that is the promise above


def _named(label: str) -> SafeString:
    """Return the attributes that name a picture, or hide it from readers when it says nothing new."""
    return format_html('role="img" aria-label="{}"', label) if label else NAMELESS


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw a Lucide icon; `size` is `small` or `big`. Give a label only where no word stands beside it."""
    look = f"icon icon--{size}" if size else "icon"
    # Its size stands here too, so that a page whose styles did not arrive can still be read.
    box = _drawn('width="24" height="24" viewBox="0 0 24 24"')
    return format_html('<svg class="{}" {} {}>{}</svg>', look, box, _named(label), _drawn(icon_body(name)))


@register.simple_tag
def tile(kind: str, seed: object = 0, label: str = "", shape: str = "") -> SafeString:
    """Draw a kind of produce on its patchwork; `shape="wide"` for four to three. An unknown kind is plain cloth."""
    width, height = (240, 180) if shape == "wide" else (160, 160)
    if kind not in KINDS:
        return _picture("art", (width, height), patchwork_of(str(seed), width, height), label)
    return _picture("art", (width, height), tile_of(kind, str(seed), (width, height)), label)


@register.simple_tag
def produce(kind: str, label: str = "") -> SafeString:
    """Draw a kind of produce alone, without cloth."""
    inner = drawn(kind) if kind in KINDS else ""
    return _picture("art", (120, 120), inner, label)


@register.simple_tag
def patchwork(seed: object = 0, label: str = "") -> SafeString:
    """Draw a patchwork cloth, in place of a picture that is not there (yet)."""
    return _picture("art", (160, 160), patchwork_of(str(seed)), label)


@register.simple_tag
def scene(name: str, label: str = "", kind: str = "") -> SafeString:
    """Draw one of the ready scenes (`ui/art/scenes.py`); with a kind of produce, the village that grows it."""
    draw, size = SCENES[name]
    return _picture("scene", size, village(kind) if kind else draw(), label, anchor="xMidYMax")


@register.simple_tag
def tree(kind: str, seed: int = 1, label: str = "") -> SafeString:
    """Draw a tree on its own."""
    inner = standing(kind, 50, 104, 1, seed)
    return _picture("art", (100, 112), inner, label)


@register.simple_tag
def grove() -> SafeString:
    """Draw three trees for the corner of a panel."""
    trees = (("persimmon", 46, 1.1, 4), ("pine", 112, 1.35, 3), ("ginkgo", 172, 1, 1))
    inner = "".join(standing(kind, x, 120, scale, seed) for kind, x, scale, seed in trees)
    return _picture("art", (210, 126), inner, "")


@register.simple_tag
def farmer(vest: str = "pine", label: str = "") -> SafeString:
    """Draw a farmer's face, for people without a picture of their own."""
    return _picture("art", (120, 120), farmer_face(vest), label)


@register.simple_tag
def logo() -> SafeString:
    """Draw the mark; the name always stands beside it."""
    return _drawn(f'<svg class="logo" width="34" height="34" viewBox="0 0 64 64" {NAMELESS}>{logo_mark()}</svg>')


def _picture(look: str, size: tuple[int, int], inner: str, label: str, anchor: str = "xMidYMid") -> SafeString:
    """Return an SVG that fills its frame."""
    box = f'viewBox="0 0 {size[0]} {size[1]}" preserveAspectRatio="{anchor} slice"'
    return format_html('<svg class="{}" {} {}>{}</svg>', look, _drawn(box), _named(label), _drawn(inner))


@register.simple_tag
def built(name: str) -> str:
    """Return the address of a file of the build."""
    return asset_url(name)


@register.simple_tag
def attributes(attrs: Attrs) -> SafeString:
    """Write the attributes a component passes on, escaped; true ones without a value, false and None not at all."""
    given = ((name, value) for name, value in attrs.attrs_dict().items() if value not in (None, False))
    return format_html_join("", "{}", ((_attribute(name, value),) for name, value in given))


def _attribute(name: str, value: object) -> SafeString:
    """Return one attribute with the space before it."""
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, conditional_escape(str(value)))


@register.simple_tag
def widget(field: BoundField, attrs: Attrs, **more: str) -> SafeString:
    """Write a form field's control with the attributes given to `<c-field>`."""
    given = {name.replace("_", "-"): value for name, value in more.items() if value}
    return field.as_widget(
        attrs=given | {name: value for name, value in attrs.attrs_dict().items() if value is not False}
    )


@register.filter
def is_kind(field: BoundField, kind: str) -> bool:
    """Whether a form field is drawn by a control of this kind, such as `checkbox`."""
    return getattr(field.field.widget, "input_type", "") == kind


@register.filter
def initial(name: str) -> str:
    """Return the first letter of a name, for a person without a picture."""
    return name.strip()[:1].upper()


@register.simple_tag
def sparkline(values: Sequence[float], label: str = "") -> SafeString:
    """Draw how a number went, without axes; the label says it in words."""
    points = sparkline_points(values)
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    inner = f'<polyline points="{path}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
    box = _drawn('width="96" height="30" viewBox="0 0 96 30"')
    return format_html('<svg class="sparkline" {} {}>{}</svg>', box, _named(label), _drawn(inner))


@register.simple_tag
def bar_chart(points: Sequence[Point], label: str = "") -> SafeString:
    """Draw labelled bars; the last one is now. The component puts the same numbers in a table beside it."""
    rows = [
        format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" rx="5" class="{}"/>'
            '<text x="{}" y="{}" class="bar-chart__value">{}</text><text x="{}" y="186">{}</text>',
            bar.x, bar.y, bar.width, bar.height, "bar-chart__now" if bar.is_last else "",
            bar.middle, bar.y - 6, bar.text, bar.middle, bar.label,
        )
        for bar in bars(points)
    ]  # fmt: skip
    floor = _drawn('<line x1="0" y1="168" x2="360" y2="168"/>')
    inner = format_html_join("", "{}", ((row,) for row in rows))
    return format_html('<svg class="bar-chart" viewBox="0 0 360 192" {}>{}{}</svg>', _named(label), inner, floor)
