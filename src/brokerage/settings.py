"""Every setting, read once from the environment (`BROKERAGE_…`), frozen, passed down."""

import secrets
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY_FOLDER = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """All that can be set from outside. Times are in the unit their names end in."""

    model_config = SettingsConfigDict(env_prefix="BROKERAGE_", frozen=True, extra="ignore")

    database_url: str = "sqlite:///var/brokerage.sqlite3"
    data_folder: Path = Path("var")
    base_url: str = "http://127.0.0.1:8000"
    secret_key: str = Field(default="", description="signs form tokens; made and kept in data_folder if not given")
    is_demo: bool = False
    cookie_secure: bool = Field(default=False, description="true behind https: __Host- cookies")
    session_hours: int = 12
    sign_in_link_minutes: int = 30
    sign_in_links_per_hour: int = 5
    notifications: str = "offline"
    solver_seconds: float = Field(default=1.0, description="effort for one plan, about two quiet seconds each")
    solver_threads: int = 2
    solver_queue_limit: int = 50
    log_level: str = "INFO"
    max_upload_bytes: int = 30_000_000

    def form_secret(self) -> str:
        """The key that signs form tokens: as given, else one that is made at first use and kept beside the data."""
        if self.secret_key:
            return self.secret_key
        path = self.data_folder / "secret_key"
        if not path.exists():
            self.data_folder.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32), encoding="ascii")
        return path.read_text(encoding="ascii").strip()
