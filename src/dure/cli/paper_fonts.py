"""`python -m dure.cli.paper_fonts`: puts the fonts of papers where `kernel/papers.py` looks for them.

Papers hold names that people bring, so the fonts are kept whole: every Korean syllable, every simplified character.
Typesetting never looks at the machine's own fonts; a waybill looks the same wherever it is made.
"""

import shutil
import sys
from pathlib import Path

from dure.kernel.papers import FONTS

PACKAGES = Path(__file__).resolve().parent.parent / "ui" / "frontend" / "node_modules" / "@expo-google-fonts"
WEIGHTS = ("400Regular", "700Bold")
FAMILIES = ("kr", "sc")


def sources() -> list[Path]:
    """Return the files to copy: two weights of each family, and each family's licence."""
    found = []
    for family in FAMILIES:
        folder = PACKAGES / f"noto-sans-{family}"
        found += [folder / weight / f"NotoSans{family.upper()}_{weight}.ttf" for weight in WEIGHTS]
    return found


def main() -> None:
    """Copy the fonts and their licence; exit 1 when a package holds something else than expected."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for path in sources():
        if not path.exists():
            sys.exit(f"{path.name} is not in its package; look at what the package holds now.")
        shutil.copyfile(path, FONTS / path.name)
    shutil.copyfile(PACKAGES / "noto-sans-kr" / "LICENSE_FONT", FONTS / "LICENSE.txt")


if __name__ == "__main__":
    main()
