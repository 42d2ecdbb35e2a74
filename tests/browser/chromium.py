"""Chromium as the machine has it: found on PATH, never downloaded."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = ("--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking", "--no-first-run")


def find_chromium() -> str:
    """Return the path of a Chromium; without one, skip on a developer's machine and fail where CI=true."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    reason = f"No Chromium on PATH (looked for {', '.join(NAMES)}): apt-get install chromium fonts-noto-cjk"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


PATIENCE_MS = 30_000
"""How long a page may take: house, browser and another half of the tests share a machine that may be small."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run one headless Chromium and end it; whatever is expected of its pages is waited for patiently."""
    path = find_chromium()
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()
