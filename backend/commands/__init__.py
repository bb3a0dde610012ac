"""`shubbak …` on the command line. Each file of this folder is one command: its module exports `command`."""

import importlib
import pkgutil

import click

from backend.kernel.refusal import Refusal
from backend.settings import SettingsError


class Commands(click.Group):
    """Finds a command by the name of its file and imports it only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; a foreseen "no" ends with one sentence and code 1 instead of a traceback."""
        try:
            return super().invoke(ctx)
        except SettingsError as stopped:
            raise click.ClickException(str(stopped)) from None
        except Refusal as refused:
            details = ", ".join(f"{name} {value}" for name, value in refused.details.items())
            raise click.ClickException(f"{refused.code}{f' ({details})' if details else ''}") from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="shubbak", message="shubbak %(version)s")
def main() -> None:
    """Shubbak: the counter of CACOBATPH and FNPOS that also works without a network.

    Settings come from the environment (HOST, PORT, SHUBBAK_…); docs/settings.md lists them.
    """
