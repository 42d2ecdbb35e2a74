"""Our own drawings as SVG text: produce, patchwork, trees, landscapes, people, the logo.

Everything here is pure: numbers in, SVG out. Colours that follow the theme are CSS classes (`styles/art.css`);
colours of things (a persimmon is orange by night too) are written where the thing is drawn.
Flat two-tone shapes, one shade to the right, one light from the upper left, a soft shadow on the ground.
"""
