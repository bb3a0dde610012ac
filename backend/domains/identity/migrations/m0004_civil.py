"""Who people are in the registers: claimed, then confirmed."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE person_civil (
        person UUID PRIMARY KEY REFERENCES person (id) ON DELETE RESTRICT,
        civil BYTEA NOT NULL,
        nin_key BYTEA,
        nss_key BYTEA,
        claimed_at TIMESTAMPTZ NOT NULL,
        confirmed_at TIMESTAMPTZ,
        confirmed_by UUID,
        evidence BYTEA
    )""",
    # two may claim one number, one of them wrongly; only one of them is confirmed
    "CREATE UNIQUE INDEX person_civil_nin ON person_civil (nin_key) WHERE confirmed_at IS NOT NULL",
    "CREATE UNIQUE INDEX person_civil_nss ON person_civil (nss_key) WHERE confirmed_at IS NOT NULL",
    "CREATE INDEX person_civil_by_nin ON person_civil (nin_key)",
    "CREATE INDEX person_civil_by_nss ON person_civil (nss_key)",
    """CREATE TABLE person_name_key (
        id UUID PRIMARY KEY,
        person UUID NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        hash BYTEA NOT NULL
    )""",
    "CREATE INDEX person_name_key_by_hash ON person_name_key (hash)",
    "CREATE INDEX person_name_key_by_person ON person_name_key (person)",
)
