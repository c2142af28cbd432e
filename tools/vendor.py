"""Copy the front-end files that package.json names to where they are served, with their hashes and licences."""

import hashlib
import json
import re
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
MODULES = HERE / "node_modules"
SERVED = HERE / "src/brokerage/web/static/vendor"
FOR_TESTS = HERE / "tests/browser/vendor"
SOURCE_SANS = "@fontsource-variable/source-sans-3"

# Where each file goes, and the package and file it comes from.
SERVED_FILES = {
    "htmx.min.js": ("htmx.org", "dist/htmx.min.js"),
    "idiomorph-ext.min.js": ("idiomorph", "dist/idiomorph-ext.min.js"),
    "fonts/source-sans-3-latin.woff2": (SOURCE_SANS, "files/source-sans-3-latin-wght-normal.woff2"),
    "fonts/source-sans-3-latin-ext.woff2": (SOURCE_SANS, "files/source-sans-3-latin-ext-wght-normal.woff2"),
    "swagger-ui-bundle.js": ("swagger-ui-dist", "swagger-ui-bundle.js"),
    "swagger-ui-standalone-preset.js": ("swagger-ui-dist", "swagger-ui-standalone-preset.js"),
    "swagger-ui.css": ("swagger-ui-dist", "swagger-ui.css"),
    "licences/htmx.txt": ("htmx.org", "LICENSE"),
    "licences/idiomorph.txt": ("idiomorph", "LICENSE"),
    "licences/source-sans-3.txt": (SOURCE_SANS, "LICENSE"),
    "licences/swagger-ui.txt": ("swagger-ui-dist", "LICENSE"),
    "licences/lucide.txt": ("lucide-static", "LICENSE"),
}
TEST_FILES = {
    "axe.min.js": ("axe-core", "axe.min.js"),
    "axe-licence.txt": ("axe-core", "LICENSE"),
}
SPRITE = "icons.svg"
ICONS = (
    # kinds of help
    "accessibility", "armchair", "bath", "bed", "book-open", "briefcase", "brush-cleaning", "bus", "footprints",
    "hand-heart", "hand-helping", "heart", "house", "moon", "music", "palette", "pill", "shopping-basket", "shovel",
    "coffee", "volleyball", "hand", "shower-head", "soup",
    "stethoscope", "sun", "sunrise", "sunset", "trees", "utensils",
    # people and money
    "badge-check", "banknote", "coins", "hand-coins", "piggy-bank", "scale", "speech", "target", "user", "user-plus",
    "users", "wallet",
    # what one does
    "arrow-down", "arrow-left", "arrow-left-right", "arrow-right", "arrow-up", "ban", "check", "download", "eye",
    "log-in", "log-out", "minus", "move", "pencil", "pin", "plus", "printer", "redo-2", "refresh-cw", "search", "send",
    "share-2", "timer", "trash-2", "undo-2", "upload", "x",
    # what is so
    "bell", "calendar", "calendar-days", "circle-alert", "circle-check", "circle-help", "circle-x", "clock",
    "file-text", "flag", "image", "mail", "key-round", "smile", "git-compare", "history",
    "hourglass", "info", "lightbulb", "list-checks", "lock",
    "lock-open", "map-pin", "message-circle", "phone", "quote", "shield-check", "sparkles", "star", "thumbs-up",
    "triangle-alert",
    # finding the way
    "chevron-down", "chevron-left", "chevron-right", "chevron-up", "ellipsis", "menu", "settings",
)  # fmt: skip
RENAMED = {"circle-help": "circle-question-mark"}


def copy_all() -> None:
    """Empty both folders, copy every file anew, draw the sprite, write both manifests."""
    for folder, files in ((SERVED, SERVED_FILES), (FOR_TESTS, TEST_FILES)):
        shutil.rmtree(folder, ignore_errors=True)
        for name, (package, source) in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            content = (MODULES / package / source).read_bytes()
            target.write_bytes(_without_source_map(content) if target.suffix in (".js", ".css") else content)
    (SERVED / SPRITE).write_text(sprite())
    _write_manifest(SERVED, {**SERVED_FILES, SPRITE: ("lucide-static", "icons/")})
    _write_manifest(FOR_TESTS, TEST_FILES)


def sprite() -> str:
    """All icons as one file: `<use href="…/icons.svg#heart">` draws one in the colour of the text."""
    symbols = "\n".join(_symbol(name) for name in sorted(ICONS))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _symbol(name: str) -> str:
    drawing = (MODULES / "lucide-static/icons" / f"{RENAMED.get(name, name)}.svg").read_text()
    start = drawing.index(">", drawing.index("<svg")) + 1
    inside = re.sub(r"\s+", " ", drawing[start : drawing.rindex("</svg>")]).strip()
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{inside}</symbol>'
    )


def _without_source_map(content: bytes) -> bytes:
    # A map that is not served would only make browsers ask for it in vain.
    return re.sub(rb"\s*(//|/\*)# sourceMappingURL=[^\n]*", b"", content).rstrip() + b"\n"


def _write_manifest(folder: Path, files: dict[str, tuple[str, str]]) -> None:
    rows = {}
    for name, (package, _source) in sorted(files.items()):
        about = json.loads((MODULES / package / "package.json").read_text())
        rows[name] = {
            "package": package,
            "version": about["version"],
            "licence": about["license"],
            "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
        }
    (folder / "manifest.json").write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    copy_all()
