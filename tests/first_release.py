"""Until the first release the one migration is rewritten freely; meanwhile tests use it as the models are now."""

import atexit
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from brokerage.store.migrations.writing import write_initial_migration


@cache
def versions_as_the_models_are() -> Path:
    """A folder with the initial migration written anew."""
    folder = TemporaryDirectory(prefix="brokerage-versions-")
    atexit.register(folder.cleanup)
    write_initial_migration(Path(folder.name))
    return Path(folder.name)
