"""The command line: `brokerage …`. Each command is a module of `commands`, loaded only when it is run."""

import ast
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import rich_click as click

from brokerage import commands

INTERRUPTED = 130
COMMAND_DOCSTRING = '"""`brokerage '


class LaterCommand(click.Command):
    """Stands for a command until it is run: its help comes from its module's docstring, read without importing."""

    def __init__(self, name: str, module: Path) -> None:
        line = (ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or "").partition("\n")[0]
        words = line.partition("`: ")[2] or line
        text = words[:1].upper() + words[1:]
        super().__init__(name, help=text, short_help=text)
        self.module_name = f"{commands.__name__}.{module.stem}"

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of the command itself."""
        return self._load().make_context(info_name, args, parent, **extra)

    def _load(self) -> click.Command:
        try:
            loaded = import_module(self.module_name)
        except ModuleNotFoundError as error:
            missing = (error.name or "brokerage").partition(".")[0]
            if missing == "brokerage" or find_spec(missing) is not None:
                raise
            text = f"`brokerage {self.name}` needs the service, which is not installed (no {missing})."
            raise click.ClickException(f"{text} Run: pip install 'brokerage[service]'") from error
        found: click.Command = loaded.command
        return found


class LaterGroup(click.RichGroup):
    """A group whose commands are the modules of `brokerage.commands`, by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Names of all commands."""
        return sorted(_modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (as above)
        """A command by its name; None if there is none."""
        module = _modules().get(cmd_name)
        return LaterCommand(cmd_name, module) if module is not None else None


def _modules() -> dict[str, Path]:
    folder = Path(commands.__path__[0])
    found = [path for path in folder.glob("*.py") if path.read_text(encoding="utf-8").startswith(COMMAND_DOCSTRING)]
    return {path.stem.rstrip("_").replace("_", "-"): path for path in found}


@click.group("brokerage", cls=LaterGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="brokerage")
def cli() -> None:
    """From what matters to a person to a package of services, proven and explained."""


def main() -> None:
    """Run the command line; Ctrl-C ends with code 130."""
    try:
        code = cli.main(prog_name="brokerage", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        sys.exit(INTERRUPTED)
    sys.exit(code if isinstance(code, int) else 0)
