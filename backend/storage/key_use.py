"""Which keys a database was written with."""

from datetime import UTC, datetime

from backend.kernel.refusal import Refusal
from backend.storage.database import fetch, tx
from backend.storage.key_kinds import KINDS
from backend.storage.keys import KeyFolder
from backend.storage.rows import insert_many
from backend.storage.tables import KeyUse


@tx
async def check_keys(keys: KeyFolder) -> None:
    """Called before anything is sealed: refuses `keys.missing` (purposes and ids) when this database was written with
    keys that the folder does not hold; notes the folder's keys as in use.
    """
    here = {(purpose, key.kid) for purpose in KINDS for key in keys.all(purpose)}
    used = {(row["purpose"], row["kid"]) for row in await fetch("SELECT purpose, kid FROM key_use")}
    if missing := sorted(used - here):
        raise Refusal("keys.missing", path=str(keys.path), keys=[f"{purpose} {kid}" for purpose, kid in missing])
    now = datetime.now(UTC)
    new = [{"kid": kid, "purpose": purpose, "first_used_at": now} for purpose, kid in sorted(here - used)]
    await insert_many(KeyUse, new, on_conflict_do_nothing=True)
