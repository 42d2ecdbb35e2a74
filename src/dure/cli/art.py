"""`python -m dure.cli.art`: writes the drawings the front end ships as files, for Vite to carry into the build."""

from pathlib import Path

from dure.ui.art.files import drawn_files

OUT = Path(__file__).resolve().parent.parent / "ui" / "frontend" / "src" / "generated" / "public"


def main() -> None:
    """Draw every file into the front end's `generated/public`."""
    files = drawn_files()
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.iterdir():
        if old.name not in files:
            old.unlink()
    for name, content in files.items():
        (OUT / name).write_bytes(content)
    print(f"art: {len(files)} files, {sum(map(len, files.values()))} bytes")


if __name__ == "__main__":
    main()
