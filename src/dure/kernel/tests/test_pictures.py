"""Pictures: read by what they are, kept without what they tell about place and device."""

from base64 import b64decode
from contextlib import closing
from io import BytesIO
from typing import Final

import pytest
from PIL import Image, features

from dure.kernel import pictures
from dure.kernel.pictures import NotAPicture, PictureMoves, PictureTooLarge, PictureUnknown, keep, picture_file, prepare

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F
SIDEWAYS = 6


def photo(size=(900, 600), kind="JPEG", colour=(200, 40, 30), mode="RGB", **how) -> BytesIO:
    """A plain picture as a file."""
    file = BytesIO()
    Image.new(mode, size, colour).save(file, kind, **how)
    return BytesIO(file.getvalue())


def taken_with_a_telephone() -> BytesIO:
    """A photo held sideways that tells where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = SIDEWAYS, "Somebody's telephone"
    exif.get_ifd(GPS).update({1: "N", 2: (36.0, 30.0, 0.0), 3: "E", 4: (128.0, 40.0, 0.0)})
    return photo(exif=exif)


HEIC: Final = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAA"
    "AAAERAAAIAAQAAAAAB7AABAAAAAAAAAEQAAgAAAAACMAABAAAAAAAAAH4AAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVp"
    "bmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGE"
    "ABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA"
    "AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEH"
    "BpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAAMptZGF0AAAA"
    "QCgBr1jm9Oq//+SvP/zz3/5b//V/5c+v70Hr+zRNm7RLVlfDyyPGpD79ViaZ/Wf1E5quW+D2eAWLofacaS6k0rgAAAAGRXhpZgAATU0AKgAAAA"
    "gAAwEPAAIAAAAMAAAAMgESAAMAAAABAAYAAIglAAQAAAABAAAAPgAAAABTZWNyZXRQaG9uZQAAAgABAAIAAAACTgAAAAACAAUAAAADAAAAXAAA"
    "AAAAAAAlAAAAAQAAAB4AAAABAAAAAAAAAAE="
)
"""64 x 48 points as a telephone writes them, held sideways (turned by 90 degrees), with maker and place."""


@pytest.fixture
def store(settings, tmp_path):
    """A store of files for this test only."""
    settings.MEDIA_ROOT = tmp_path


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_the_house_can_write_both_formats():
    assert features.check("avif")
    assert features.check("webp")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_picture_comes_in_three_sizes_of_two_formats(kind):
    picture = prepare(photo((2400, 1800), kind))
    assert (picture.width, picture.height) == (1600, 1200)
    assert set(picture.files) == pictures.NAMES
    for name, content in picture.files.items():
        size, _, ending = name.partition(".")
        assert max(opened(content).size) == pictures.SIZES[size]
        assert opened(content).format == ending.upper()


def test_a_small_picture_is_not_blown_up():
    picture = prepare(photo((200, 100)))
    assert (picture.width, picture.height) == (200, 100)
    assert opened(picture.files["small.webp"]).size == (200, 100)


def test_nothing_tells_where_a_photo_was_taken_and_it_stands_upright():
    picture = prepare(taken_with_a_telephone())
    assert (picture.width, picture.height) == (600, 900)
    for content in picture.files.values():
        assert not opened(content).getexif()
        assert b"telephone" not in content
        assert "icc_profile" not in opened(content).info


def test_what_was_see_through_stands_on_white():
    picture = prepare(photo((40, 40), "PNG", (0, 0, 0, 0), "RGBA"))
    assert min(opened(picture.files["small.webp"]).convert("RGB").getpixel((20, 20))) > 250


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"%PDF-1.7 not a photo", b"<svg xmlns='http://www.w3.org/2000/svg'/>", photo().getvalue()[:300]],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(NotAPicture):
        prepare(BytesIO(content))


def test_a_picture_in_a_format_we_do_not_read_is_refused():
    with pytest.raises(NotAPicture):
        prepare(photo(kind="TIFF"))


def test_too_many_bytes_are_refused():
    with pytest.raises(PictureTooLarge) as refused:
        prepare(BytesIO(b"\xff\xd8" + bytes(pictures.BYTES_MAX)))
    assert refused.value.facts["mb_max"] == 20


def test_too_many_pixels_are_refused_before_they_are_unpacked():
    with pytest.raises(PictureTooLarge):
        prepare(photo((9_000, 8_000), "PNG", 0, "1"))


@pytest.mark.usefixtures("store")
def test_a_kept_picture_is_found_by_its_key_and_gone_when_discarded():
    picture = prepare(photo((100, 100)))
    key = keep(picture, folder="photos")
    assert key.startswith("photos/")
    with picture_file(key=key, name="small.avif") as file:
        assert file.read() == picture.files["small.avif"]
    pictures.discard(key=key)
    with pytest.raises(PictureUnknown):
        picture_file(key=key, name="small.avif")


@pytest.mark.parametrize("name", ["../small.avif", "huge.avif", "small.png", ""])
@pytest.mark.usefixtures("store")
def test_only_the_names_we_write_are_read(name):
    with pytest.raises(PictureUnknown):
        picture_file(key="photos/x", name=name)


@pytest.mark.usefixtures("store", "db")
def test_a_public_file_may_be_kept_forever_and_a_private_one_may_not():
    key = keep(prepare(photo((50, 50))), folder="proofs")
    with closing(pictures.picture_answer(key=key, name="small.webp", is_public=True)) as public:
        assert "immutable" in public["Cache-Control"]
    with closing(pictures.picture_answer(key=key, name="small.webp", is_public=False)) as private:
        assert private["Cache-Control"] == "private, max-age=3600"
        assert private["Content-Type"] == "image/webp"


def test_a_photo_of_an_iphone_is_read_upright_and_without_its_place():
    picture = prepare(BytesIO(b64decode(HEIC)))
    assert (picture.width, picture.height) == (48, 64)
    assert not opened(picture.files["large.webp"]).getexif()
    assert all(b"SecretPhone" not in content for content in picture.files.values())
    with pytest.raises(NotAPicture):
        prepare(BytesIO(b64decode(HEIC)[:400]))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_picture_that_moves_is_refused(kind):
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    file = BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=100)
    with pytest.raises(PictureMoves):
        prepare(BytesIO(file.getvalue()))
