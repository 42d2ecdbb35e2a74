"""The few shapes most drawings are made of, in a box of 120 by 120."""

from math import cos, radians, sin

GROUND = '<ellipse cx="60" cy="107" rx="40" ry="5.5" fill="#2a1c08" opacity=".13"/>'
"""The shadow a thing throws on the ground."""


def path(d: str, fill: str) -> str:
    """Return a filled shape."""
    return f'<path d="{d}" fill="{fill}"/>'


def line(d: str, stroke: str, width: float, opacity: float = 1) -> str:
    """Return a drawn line with round ends."""
    see_through = f' opacity="{opacity:g}"' if opacity < 1 else ""
    return f'<path d="{d}" stroke="{stroke}" stroke-width="{width:g}" fill="none" stroke-linecap="round"{see_through}/>'


def crescent(x: float, y: float, radius: float, fill: str) -> str:
    """Return the shade on the lower right of a round thing."""
    start, end = (_on_circle(x, y, radius, angle) for angle in (-35, 120))
    inner = radius * 1.25
    return path(f"M{start}A{radius} {radius} 0 0 1 {end}A{inner:.1f} {inner:.1f} 0 0 0 {start}Z", fill)


def _on_circle(x: float, y: float, radius: float, angle: float) -> str:
    """Return the point of a circle at an angle in degrees, as path coordinates."""
    return f"{x + radius * cos(radians(angle)):.1f} {y + radius * sin(radians(angle)):.1f}"


def ball(x: float, y: float, radius: float, colours: tuple[str, str, str]) -> str:
    """Return a round fruit; `colours` are its own, its shade and its light."""
    own, shade, light = colours
    light_x, light_y = x - radius * 0.38, y - radius * 0.42
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{own}"/>'
        + crescent(x, y, radius, shade)
        + f'<ellipse cx="{light_x:.1f}" cy="{light_y:.1f}" rx="{radius * 0.22:.1f}" ry="{radius * 0.13:.1f}"'
        f' transform="rotate(-38 {light_x:.1f} {light_y:.1f})" fill="{light}"/>'
    )


def leaf(x: float, y: float, length: float, angle: float, fill: str = "#4b8a57", vein: str = "#35693f") -> str:
    """Return a leaf growing from a point at an angle in degrees."""
    blade = (
        f"M0 0C{length * 0.25:g} {length * -0.42:g} {length * 0.75:g} {length * -0.42:g} {length:g} 0"
        f"C{length * 0.75:g} {length * 0.3:g} {length * 0.25:g} {length * 0.3:g} 0 0Z"
    )
    rib = line(f"M{length * 0.08:g} 0Q{length * 0.5:g} {length * -0.08:g} {length * 0.88:g} 0", vein, 1.4)
    return f'<g transform="translate({x:g} {y:g}) rotate({angle:g})">{path(blade, fill)}{rib}</g>'


def calyx(x: float, y: float, radius: float, points: int = 5, turn: float = 0, fill: str = "#3f7d4f") -> str:
    """Return the little green star a fruit hung from."""
    petal = (
        f"M0 0C{radius * 0.5:g} {radius * -0.32:g} {radius * 0.8:g} {radius * -0.16:g} {radius:g} 0"
        f"C{radius * 0.8:g} {radius * 0.16:g} {radius * 0.5:g} {radius * 0.32:g} 0 0"
    )
    turns = (turn + 360 * index / points for index in range(points))
    return "".join(
        f'<path d="{petal}" transform="translate({x:g} {y:g}) rotate({angle:.0f})" fill="{fill}"/>' for angle in turns
    )


def dots(points: tuple[tuple[float, float], ...], radius: tuple[float, float], fill: str, opacity: float = 1) -> str:
    """Return a scatter of small ellipses: seeds, eyes, freckles."""
    see_through = f' opacity="{opacity:g}"' if opacity < 1 else ""
    spots = "".join(f'<ellipse cx="{x:g}" cy="{y:g}" rx="{radius[0]:g}" ry="{radius[1]:g}"/>' for x, y in points)
    return f'<g fill="{fill}"{see_through}>{spots}</g>'


def oval(x: float, y: float, radius: tuple[float, float], fill: str, turn: float = 0) -> str:
    """Return an ellipse, turned by an angle in degrees."""
    turned = f' transform="rotate({turn:g} {x:g} {y:g})"' if turn else ""
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{radius[0]:g}" ry="{radius[1]:g}" fill="{fill}"{turned}/>'


def moved(drawing: str, x: float, y: float, scale: float = 1, turn: float = 0) -> str:
    """Return a drawing moved, made larger or smaller, and turned about its own corner."""
    sized = f" scale({scale:g})" if scale != 1 else ""
    turned = f" rotate({turn:g})" if turn else ""
    return f'<g transform="translate({x:g} {y:g}){turned}{sized}">{drawing}</g>'


def egg_shape(x: float, y: float, size: tuple[float, float], colours: tuple[str, str, str], turn: float = 0) -> str:
    """Return an oval fruit or seed; `size` is half its width and height, `colours` its own, its shade and its light."""
    across, down = size
    own, shade, light = colours
    body = (
        oval(0, 0, size, own)
        + path(f"M{across * 0.5:g} {down * -0.866:.1f}A{across:g} {down:g} 0 0 1 {across * -0.5:g} {down * 0.866:.1f}"
               f"A{across * 1.3:g} {down * 1.3:g} 0 0 0 {across * 0.5:g} {down * -0.866:.1f}Z", shade)
        + oval(across * -0.4, down * -0.45, (across * 0.16, down * 0.22), light, 20)
    )  # fmt: skip
    return moved(body, x, y, turn=turn)
