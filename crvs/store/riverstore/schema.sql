-- Keys of messages, which outlive their payloads. Times are microseconds since 1970.
CREATE TABLE IF NOT EXISTS {schema}dci_message (
    job {id} PRIMARY KEY, -- river_job.id; the job is deleted when its payload has had its time
    key text {bytewise} NOT NULL UNIQUE,
    kept_at bigint NOT NULL,
    ended_at bigint -- when its function returned nil
);

CREATE INDEX IF NOT EXISTS dci_message_ended_at ON {schema}dci_message (ended_at) WHERE ended_at IS NOT NULL;

-- Small values under a kind and a key.
CREATE TABLE IF NOT EXISTS {schema}dci_note (
    kind text {bytewise} NOT NULL,
    key text {bytewise} NOT NULL,
    value {bytes} NOT NULL,
    expires_at bigint,
    version bigint NOT NULL,
    PRIMARY KEY (kind, key)
);

CREATE INDEX IF NOT EXISTS dci_note_expires_at ON {schema}dci_note (expires_at) WHERE expires_at IS NOT NULL;

-- Counts the versions of notes.
{counter}
