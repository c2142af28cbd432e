"""Where a Chromium for the browser tests is: `python -m tests.chromium` prints its path, or fails."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> Path | None:
    """The browser named by BROKERAGE_CHROMIUM, one on the PATH, or one that Playwright fetched."""
    for name in (os.environ.get("BROKERAGE_CHROMIUM", ""), *NAMES):
        if found := shutil.which(name):
            return Path(found)
    fetched = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    return max(fetched.glob("chromium-*/chrome-linux*/chrome"), default=None)


if __name__ == "__main__":
    sys.exit(print(path) if (path := find_chromium()) else 1)
