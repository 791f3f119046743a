-- Schema 1. Times are UTC milliseconds since 1970. What a status means is known to Paddock.Core alone: SQL sees a row
-- as a kind, a key and a text, and never compares anything inside the text.

-- Who we are and who decides. One line.
CREATE TABLE store (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  install  TEXT NOT NULL,     -- the nonce made with this store, half of the fleet's identity
  made_at  INTEGER NOT NULL,
  epoch    INTEGER NOT NULL,  -- of the newest lease
  number   INTEGER NOT NULL,  -- of the batch of decisions stored last in that epoch
  digest   BLOB,              -- SHA-256 of that batch, to know it again
  accepted TEXT               -- its answer, an item a letter: 1 stored, 0 dropped
) STRICT;

-- The state of every subject: what folding its facts gives.
CREATE TABLE rows (
  id             INTEGER PRIMARY KEY,
  kind           TEXT NOT NULL,     -- job, order, runner, machine, place, pool, fleet
  key            TEXT NOT NULL,
  version        INTEGER NOT NULL,  -- how many facts have changed it
  open           INTEGER NOT NULL,  -- 1 while the planner has to look at it
  companion_kind TEXT,              -- the subject an open row speaks of, which is loaded beside it
  companion_key  TEXT,
  changed        INTEGER NOT NULL,  -- journal number of its last change
  changed_at     INTEGER NOT NULL,
  body           TEXT NOT NULL,
  UNIQUE (kind, key)
) STRICT;

CREATE INDEX rows_open ON rows (kind) WHERE open = 1;
CREATE INDEX rows_companion ON rows (companion_kind, companion_key) WHERE open = 1;
CREATE INDEX rows_closed ON rows (changed_at) WHERE open = 0;
CREATE INDEX rows_recent ON rows (kind, changed);

-- Every fact that changed a row, in the order in which it was stored.
CREATE TABLE journal (
  seq          INTEGER PRIMARY KEY,
  at           INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  key          TEXT NOT NULL,
  version      INTEGER NOT NULL,  -- of the row, after this fact
  related_kind TEXT,              -- another subject whose story this belongs to
  related_key  TEXT,
  ends_at      INTEGER NOT NULL,  -- bytes of journal up to and with this entry, ever: two of them give a size
  fact         TEXT NOT NULL
) STRICT;

CREATE INDEX journal_subject ON journal (kind, key);
CREATE INDEX journal_related ON journal (related_kind, related_key) WHERE related_key IS NOT NULL;

-- Webhook deliveries that were stored lately: a repeat is not looked at.
CREATE TABLE deliveries (
  id BLOB PRIMARY KEY,  -- GitHub's GUID, 16 bytes
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX deliveries_by_time ON deliveries (at);
