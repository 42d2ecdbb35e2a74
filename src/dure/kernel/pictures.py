"""Pictures that people send us: checked by what they are, freed of what they tell about place and device, made small.

picture = prepare(form.cleaned_data["photo"])       # refuses what is no picture, or too much of one
key = keep(picture, folder="photos")                # the files now lie in the house's store
picture_answer(key=key, name="small.avif", …)       # in a view of the room, after asking who may see it
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Final

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _
from pi_heif import register_heif_opener  # type: ignore[import-untyped]  # published without types
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from dure.kernel.errors import BadInput, NotFound
from dure.kernel.ids import new_id

SIZES: Final[Mapping[str, int]] = {"small": 320, "medium": 800, "large": 1600}
"""The longest side of each size, in pixels; a small picture is not blown up."""

FORMATS: Final[Mapping[str, Mapping[str, int]]] = {
    "avif": {"quality": 55, "speed": 8},
    "webp": {"quality": 78, "method": 4},
}
"""What each size is written as, and how: AVIF for those who can, WebP for everybody else."""

NAMES: Final = frozenset(f"{size}.{kind}" for size in SIZES for kind in FORMATS)
READABLE: Final = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF")
MAY_MOVE: Final = frozenset({"GIF", "PNG", "WEBP", "AVIF"})
"""A JPEG or HEIC of several pictures is a telephone's single photo with its further views."""
ACCEPT: Final = "image/jpeg,image/png,image/webp,image/avif,image/gif,image/heic,image/heif"
"""For a field's `accept`."""

BYTES_MAX: Final = 20 * 1024 * 1024
PIXELS_MAX: Final = 64_000_000
WHITE: Final = (255, 255, 255)
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
FOREVER: Final = "public, max-age=31536000, immutable"
MINE_ONLY: Final = "private, max-age=3600"


class NotAPicture(BadInput):
    """What was sent is not a picture that we can read."""

    code = "not_a_picture"
    sentence = _("We could not read that as a picture. Please send a photo as JPEG, PNG, WebP or HEIC.")


class PictureMoves(BadInput):
    """What was sent is a film of pictures."""

    code = "picture_moves"
    sentence = _("That picture moves. Please send a still photo.")


class PictureTooLarge(BadInput):
    """What was sent has too many bytes or too many pixels."""

    code = "picture_too_large"
    sentence = _("That picture is too large: %(mb_max)s MB and %(megapixels_max)s megapixels at most.")


class PictureUnknown(NotFound):
    """No such picture, or not in that size."""

    code = "picture_unknown"


@dataclass(frozen=True)
class Picture:
    """A picture as we keep it: width and height of the large one in pixels, and each file by its name."""

    width: int
    height: int
    files: Mapping[str, bytes] = field(repr=False)


def prepare(file: "IO[bytes] | File[bytes]") -> Picture:
    """Read what somebody sent and return it in three sizes as AVIF and WebP, without any of its metadata.

    Refuses with NotAPicture, PictureMoves or PictureTooLarge. What name or sender say about the type is not looked at.
    """
    content = file.read(BYTES_MAX + 1)
    if len(content) > BYTES_MAX:
        raise _too_large()
    image = _read(content)
    _fit(image, SIZES["large"])
    width, height = image.size
    files: dict[str, bytes] = {}
    for size, longest in sorted(SIZES.items(), key=lambda item: -item[1]):
        _fit(image, longest)
        files |= {f"{size}.{kind}": _written(image, kind) for kind in FORMATS}
    return Picture(width=width, height=height, files=files)


def keep(picture: Picture, *, folder: str) -> str:
    """Put a picture's files into the house's store and return its key, which nobody can guess."""
    key = f"{folder}/{new_id()}"
    for name, content in picture.files.items():
        default_storage.save(f"{key}/{name}", ContentFile(content))
    return key


def discard(*, key: str) -> None:
    """Remove a picture's files; those that are gone already stay gone."""
    for name in NAMES:
        default_storage.delete(f"{key}/{name}")


def picture_file(*, key: str, name: str) -> "File[bytes]":
    """Return one file of a kept picture (`small.avif`); PictureUnknown where there is none."""
    if name not in NAMES:
        raise PictureUnknown
    try:
        return default_storage.open(f"{key}/{name}")
    except FileNotFoundError as error:
        raise PictureUnknown from error


def picture_answer(*, key: str, name: str, is_public: bool) -> FileResponse:
    """Answer a request for one file; a public one may be kept by everybody forever, for its key is never used again."""
    answer = FileResponse(picture_file(key=key, name=name), content_type=f"image/{name.partition('.')[2]}")
    answer["Cache-Control"] = FOREVER if is_public else MINE_ONLY
    return answer


def _read(content: bytes) -> Image.Image:
    """Return the upright picture in plain sRGB colours, no larger than needed; refuse what is none."""
    try:
        image = Image.open(BytesIO(content), formats=READABLE)
        if image.width * image.height > PIXELS_MAX:
            raise _too_large()
        if image.format in MAY_MOVE and getattr(image, "is_animated", False):
            raise PictureMoves
        image.draft("RGB", (SIZES["large"] * 2, SIZES["large"] * 2))
        return _on_white(_in_srgb(ImageOps.exif_transpose(image)))
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NotAPicture from error


def _fit(image: Image.Image, longest: int) -> None:
    """Make a picture smaller until its longest side fits."""
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return the picture in the colours every screen knows; a broken profile is ignored."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA"}:
        with suppress(ImageCms.PyCMSError, OSError):
            known = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, known, ImageCms.createProfile("sRGB")) or image
    return image


def _on_white(image: Image.Image) -> Image.Image:
    """Return a copy of the pixels alone, on white where the picture was see-through."""
    layers = image.convert("RGBA")
    plain = Image.new("RGB", image.size, WHITE)
    plain.paste(layers, mask=layers.getchannel("A"))
    return plain


def _written(image: Image.Image, kind: str) -> bytes:
    """Return the picture's pixels as a file of a kind."""
    file = BytesIO()
    image.save(file, kind.upper(), **FORMATS[kind])
    return file.getvalue()


def _too_large() -> PictureTooLarge:
    return PictureTooLarge(mb_max=BYTES_MAX // 1024**2, megapixels_max=PIXELS_MAX // 1_000_000)
