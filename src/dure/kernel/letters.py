"""Letters: e-mails written from a pair of templates, one for plain readers and one for those who see pictures."""

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def write_letter(
    *, template: str, words: Mapping[str, object], subject: str, headers: Mapping[str, str] | None = None
) -> EmailMultiAlternatives:
    """Return a letter from the house, not sent yet: `<template>.txt` with `<template>.html` beside it."""
    letter = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"{template}.txt", dict(words)),
        from_email=settings.DEFAULT_FROM_EMAIL,
        headers=dict(headers or {}),
    )
    letter.attach_alternative(render_to_string(f"{template}.html", dict(words)), "text/html")
    return letter
