"""Staff leave: their post, their sessions and the desks they sat at end in one act."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from backend.domains.identity import operations as identity
from backend.domains.sync.ports import Centre
from backend.domains.sync.tables import Device, DevicePerson
from backend.storage.database import tx
from backend.storage.rows import rows_in


@tx
async def end_post(centre: Centre, *, post: UUID, by: UUID, now: datetime) -> None:
    """Ends a post at once, with the desks at which its holder was the last to sit: at another a colleague works by now.

    The caller has looked whether `by` may.

    Refuses `staff.no_post`, `staff.last_administrator`.
    """
    holder = await identity.end_post(post=post, by=by, sealer=centre.sealer, now=now)
    bound = await rows_in(DevicePerson, "person", [holder] if holder else [], columns=("device", "left_at"))
    here = [row["device"] for row in bound if row["left_at"] is None]
    if here:
        desks = (Device.kind == "desk") & Device.revoked_at.is_null()
        await Device.update({Device.revoked_at: now}).where(Device.id.is_in(here) & desks)
