"""Where uploads go follows the address that was set."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils.module_loading import import_string

from dure.site.storage import UnknownStore, storage_of


def made(settings: dict[str, object]) -> Storage:
    """Make the store that some settings describe, as Django does."""
    return import_string(str(settings["BACKEND"]))(**settings.get("OPTIONS", {}))  # type: ignore[arg-type]


def test_a_folder_of_ones_own_takes_the_files(tmp_path: Path) -> None:
    store = made(storage_of(f"file://{tmp_path}/two%20words"))

    name = store.save("photo.txt", ContentFile(b"seen"))

    assert (tmp_path / "two words" / name).read_bytes() == b"seen"


def test_a_bucket_is_asked_at_its_endpoint() -> None:
    store = made(storage_of("s3://harvest/photos?endpoint=http://127.0.0.1:9000&region=kr"))

    assert (store.bucket_name, store.location, store.endpoint_url) == ("harvest", "photos", "http://127.0.0.1:9000")  # type: ignore[attr-defined]


@pytest.mark.parametrize("url", ["ftp://elsewhere/x", "s3://", "harvest"])
def test_an_address_of_no_store_is_refused(url: str) -> None:
    with pytest.raises(UnknownStore):
        storage_of(url)
