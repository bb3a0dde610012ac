"""Staff acting on dossiers, with all that it takes at this centre."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from backend.domains.dossiers.operations import Serving, act_at_desk
from backend.domains.dossiers.rules import Standing, place_of
from backend.domains.identity import queries as identity
from backend.domains.sync.ports import Centre
from backend.domains.sync.queries import concerning
from backend.domains.sync.rules.envelope import Envelope
from backend.domains.sync.rules.serving import act_of_desk, said_in
from backend.kernel.days import day_in_algiers
from backend.kernel.ids import is_uuid7
from backend.kernel.refusal import Refusal


def serving(centre: Centre, agent: UUID, at: datetime, *, name: str = "", role: str = "") -> Serving:
    """`name` and `role`: under which they decide, where they do."""
    return Serving(
        agent, at, (name, role), centre.workflow, centre.law, centre.keys, centre.sealer, centre.signer, concerning
    )


async def act_away(centre: Centre, envelope: Envelope, standing: Standing, at: datetime) -> Standing:
    """What staff decided away from the centre, in their own name; of a post that has ended, a superior let it pass.

    Refuses `dossier.not_staff` for whoever never held a post that reaches there and has the right, and what an act at
    the desk refuses.
    """
    agent = UUID(envelope.person) if envelope.person and is_uuid7(envelope.person) else None
    held = await identity.posts_held([agent], centre.sealer) if agent else []
    act, today = act_of_desk(envelope.act, standing, centre.workflow(standing.service)), day_in_algiers(at)
    posts = [
        post
        for post in held
        if post.accepted_at is not None
        and centre.roles[post.role].rights & set(act.rights)
        and post.scope.covers(place_of(standing), centre.places, today)
    ]
    if agent is None or not posts:
        raise Refusal("dossier.not_staff")
    name = await identity.name_of(agent, centre.sealer)
    form = centre.catalogue.form(envelope.service, envelope.service_version)
    return await act_at_desk(
        serving(centre, agent, at, name=name, role=posts[0].role),
        number=standing.number,
        act=act,
        said=said_in(envelope.answers),
        fields=[field.id for field in form.fields()],
        base_revision=envelope.base_revision or 0,
    )
