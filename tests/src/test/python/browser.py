"""Starts the Chromium of this machine and listens to what its pages do."""

import os
from contextlib import contextmanager

from playwright.sync_api import sync_playwright


@contextmanager
def started(chromium):
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def listened(page, *servers):
    """Returns two lists that fill: requests beyond the machine's own files and servers, and errors in the console."""
    requests, errors = [], []
    page.on("request", lambda request: requests.append(request.url[:100]) if not own(request.url, servers) else None)
    page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return requests, errors


def own(url, servers):
    return url.startswith(("file:", "data:", "blob:", *servers))
