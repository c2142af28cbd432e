"""The template engine: strict, escaping, with the filters that pages share."""

from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar.plugins.jinja import JinjaTemplateEngine

from brokerage.settings import Settings
from brokerage.web.filters import FILTERS


def template_engine(folder: Path, settings: Settings) -> JinjaTemplateEngine:
    """Jinja on `folder`: a name that is not given is an error, every value is escaped."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    environment.globals["is_demo"] = settings.is_demo
    environment.globals["today"] = date.today
    return JinjaTemplateEngine.from_environment(environment)
