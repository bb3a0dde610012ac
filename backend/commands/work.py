"""`shubbak work`."""

import asyncio
import signal

import click

from backend.commands._installation import installation
from backend.program import put_together, running
from backend.settings import Settings
from backend.worker import Worker


@click.command()
def command() -> None:
    """Do the background work: print receipts. Runs until it is stopped."""
    asyncio.run(_work(installation()))


async def _work(settings: Settings) -> None:
    program = put_together(settings)
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    async with running(program):
        work = asyncio.create_task(Worker(program).work())
        ending = asyncio.create_task(stopped.wait())
        await asyncio.wait({work, ending}, return_when=asyncio.FIRST_COMPLETED)
        work.cancel()
        await asyncio.gather(work, ending, return_exceptions=True)
