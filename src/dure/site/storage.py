"""Where uploads are kept: the data folder, another folder, or an S3-compatible store. Pure."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


class UnknownStore(ValueError):
    """The address names no kind of store we know."""


def storage_of(url: str | None) -> dict[str, object]:
    """Turn `file:///path` or `s3://bucket/folder?endpoint=…&region=…` into Django's storage settings.

    None keeps the data folder (`MEDIA_ROOT`). Keys of an S3 store come from its SDK's own places, not from the address.
    """
    if url is None:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": Path(unquote(parts.path))},
        }
    if parts.scheme != "s3" or not parts.netloc:
        raise UnknownStore(f"uploads go to file:///path or s3://bucket, not to {parts.scheme}:")
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    options = {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "endpoint_url": asked.get("endpoint"),
        "region_name": asked.get("region"),
        "file_overwrite": False,
        "default_acl": None,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
