"""Until the first release the one migration is rewritten freely; meanwhile tests use it as the models are now."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from brokerage.store.migrations.writing import write_initial_migration


@cache
def versions_as_the_models_are() -> Path:
    """A folder with the initial migration written anew."""
    folder = Path(mkdtemp(prefix="brokerage-versions-"))
    write_initial_migration(folder)
    return folder
