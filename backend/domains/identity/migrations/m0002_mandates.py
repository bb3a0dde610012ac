"""Employers, and who acts for whom."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE one_time_code (
        hash BYTEA PRIMARY KEY,
        purpose TEXT NOT NULL,
        subject UUID NOT NULL,
        expires_at TIMESTAMPTZ NOT NULL,
        used_at TIMESTAMPTZ
    )""",
    """CREATE TABLE employer (
        id UUID PRIMARY KEY,
        wilaya_code TEXT NOT NULL,
        name BYTEA NOT NULL,
        number BYTEA,
        number_key BYTEA,
        registered_by UUID NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        registered_at TIMESTAMPTZ NOT NULL,
        confirmed_at TIMESTAMPTZ,
        confirmed_by UUID
    )""",
    "CREATE INDEX employer_by_number ON employer (number_key) WHERE number_key IS NOT NULL",
    """CREATE TABLE mandate (
        id UUID PRIMARY KEY,
        employer UUID REFERENCES employer (id) ON DELETE RESTRICT,
        person UUID REFERENCES person (id) ON DELETE RESTRICT,
        holder UUID REFERENCES person (id) ON DELETE RESTRICT,
        called BYTEA NOT NULL,
        power TEXT NOT NULL,
        services TEXT NOT NULL,
        until DATE,
        given_by UUID NOT NULL,
        given_at TIMESTAMPTZ NOT NULL,
        accepted_at TIMESTAMPTZ,
        ended_at TIMESTAMPTZ,
        ended_by UUID,
        CHECK ((employer IS NULL) <> (person IS NULL))
    )""",
    "CREATE INDEX mandate_by_holder ON mandate (holder, given_at)",
    "CREATE INDEX mandate_by_employer ON mandate (employer, given_at) WHERE employer IS NOT NULL",
    "CREATE INDEX mandate_by_person ON mandate (person, given_at) WHERE person IS NOT NULL",
)
