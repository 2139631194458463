"""The learner file as its first version made it: what every later step builds on."""

from __future__ import annotations

THE_LEARNER = (
    """
    CREATE TABLE upkeep (name TEXT PRIMARY KEY)
    """,
    """
    CREATE TABLE profile (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        timezone TEXT,
        hours_per_week REAL,
        availability TEXT,
        role TEXT,
        deadline TEXT,
        saved_at TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE conversations (id TEXT PRIMARY KEY, title TEXT)
    """,
    """
    CREATE TABLE messages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        role TEXT NOT NULL,
        text TEXT NOT NULL,
        at TEXT NOT NULL
    )
    """,
    """
    CREATE INDEX messages_of_conversation ON messages (conversation, id)
    """,
    """
    CREATE VIRTUAL TABLE messages_index USING fts5 (
        text, content = 'messages', content_rowid = 'id',
        tokenize = 'porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER messages_indexed AFTER INSERT ON messages BEGIN
        INSERT INTO messages_index (rowid, text) VALUES (new.id, new.text);
    END
    """,
    """
    CREATE TRIGGER messages_unindexed AFTER DELETE ON messages BEGIN
        INSERT INTO messages_index (messages_index, rowid, text)
        VALUES ('delete', old.id, old.text);
    END
    """,
    """
    CREATE TRIGGER messages_only_grow BEFORE UPDATE ON messages BEGIN
        SELECT RAISE(ABORT, 'the transcript is append-only');
    END
    """,
    """
    CREATE TABLE topic_history (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        topic TEXT NOT NULL,
        status TEXT NOT NULL,
        at TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0
    )
    """,
    """
    CREATE INDEX topic_history_of_topic ON topic_history (topic, id)
    """,
    """
    CREATE TABLE attempts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        source TEXT NOT NULL,
        run TEXT NOT NULL,
        position INTEGER NOT NULL,
        item TEXT NOT NULL,
        topic TEXT NOT NULL,
        skill TEXT NOT NULL,
        difficulty INTEGER NOT NULL,
        answer TEXT NOT NULL,
        score REAL NOT NULL,
        correct INTEGER NOT NULL,
        verdict TEXT NOT NULL,
        confidence INTEGER,
        grader TEXT NOT NULL,
        disputed_at TEXT,
        UNIQUE (source, run, position)
    )
    """,
    """
    CREATE INDEX attempts_by_time ON attempts (at, id)
    """,
    """
    CREATE TABLE deleted_attempts (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        run TEXT NOT NULL,
        position INTEGER NOT NULL,
        deleted_at TEXT NOT NULL
    )
    """,
    """
    CREATE INDEX deleted_attempts_by_place ON deleted_attempts (source, run, position)
    """,
    """
    CREATE TABLE quiz_runs (
        id TEXT PRIMARY KEY,
        topic TEXT,
        items TEXT NOT NULL,
        status TEXT NOT NULL,
        started_at TEXT NOT NULL,
        conversation TEXT,
        ended_at TEXT
    )
    """,
    """
    CREATE TABLE interview_runs (
        id TEXT PRIMARY KEY,
        script TEXT NOT NULL,
        seed INTEGER NOT NULL,
        minutes INTEGER NOT NULL,
        questions TEXT NOT NULL,
        status TEXT NOT NULL,
        started_at TEXT NOT NULL,
        conversation TEXT,
        ended_at TEXT,
        report TEXT
    )
    """,
    """
    CREATE TABLE interview_exchanges (
        run TEXT NOT NULL REFERENCES interview_runs (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        question TEXT NOT NULL,
        kind TEXT NOT NULL,
        asked TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        answer TEXT,
        answered_at TEXT,
        PRIMARY KEY (run, position)
    )
    """,
    """
    CREATE TABLE plans (
        id TEXT PRIMARY KEY,
        week_start TEXT NOT NULL,
        timezone TEXT NOT NULL,
        status TEXT NOT NULL,
        created_at TEXT NOT NULL,
        detail TEXT NOT NULL,
        committed_at TEXT
    )
    """,
    """
    CREATE UNIQUE INDEX plans_one_committed_a_week ON plans (week_start)
        WHERE status = 'committed'
    """,
    """
    CREATE TABLE plan_blocks (
        plan TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        start TEXT NOT NULL,
        "end" TEXT NOT NULL,
        kind TEXT NOT NULL,
        topic TEXT,
        title TEXT NOT NULL,
        reason TEXT NOT NULL,
        status TEXT NOT NULL,
        actual_minutes INTEGER,
        PRIMARY KEY (plan, id)
    )
    """,
    """
    CREATE INDEX plan_blocks_by_id ON plan_blocks (id)
    """,
    """
    CREATE TABLE busy_times (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        uid TEXT NOT NULL,
        start TEXT NOT NULL,
        "end" TEXT NOT NULL,
        title TEXT NOT NULL
    )
    """,
    """
    CREATE INDEX busy_times_by_start ON busy_times (start)
    """,
    """
    CREATE TABLE review_cards (
        id TEXT PRIMARY KEY,
        topic TEXT NOT NULL,
        item TEXT,
        front TEXT NOT NULL,
        back TEXT NOT NULL,
        state TEXT NOT NULL,
        due TEXT NOT NULL,
        created_at TEXT NOT NULL
    )
    """,
    """
    CREATE INDEX review_cards_by_due ON review_cards (due)
    """,
    """
    CREATE TABLE review_logs (
        id INTEGER PRIMARY KEY,
        card TEXT NOT NULL REFERENCES review_cards (id) ON DELETE CASCADE,
        at TEXT NOT NULL,
        rating INTEGER NOT NULL
    )
    """,
    """
    CREATE INDEX review_logs_of_card ON review_logs (card)
    """,
    """
    CREATE TABLE facts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        digest TEXT NOT NULL,
        trust TEXT NOT NULL,
        confidence REAL NOT NULL,
        valid_from TEXT NOT NULL,
        valid_to TEXT,
        superseded_by INTEGER REFERENCES facts (id) ON DELETE SET NULL,
        source_message INTEGER REFERENCES messages (id) ON DELETE SET NULL
    )
    """,
    """
    CREATE UNIQUE INDEX facts_stand_once ON facts (digest) WHERE valid_to IS NULL
    """,
    """
    CREATE INDEX facts_by_successor ON facts (superseded_by)
    """,
    """
    CREATE INDEX facts_by_source ON facts (source_message)
    """,
    """
    CREATE TABLE forgotten_facts (digest TEXT PRIMARY KEY, forgotten_at TEXT NOT NULL)
    """,
    """
    CREATE VIRTUAL TABLE facts_index USING fts5 (
        text, content = 'facts', content_rowid = 'id',
        tokenize = 'porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER facts_indexed AFTER INSERT ON facts BEGIN
        INSERT INTO facts_index (rowid, text) VALUES (new.id, new.text);
    END
    """,
    """
    CREATE TRIGGER facts_unindexed AFTER DELETE ON facts BEGIN
        INSERT INTO facts_index (facts_index, rowid, text) VALUES ('delete', old.id, old.text);
    END
    """,
    """
    CREATE TRIGGER facts_keep_their_text BEFORE UPDATE OF text ON facts BEGIN
        SELECT RAISE(ABORT, 'a fact is superseded, never overwritten');
    END
    """,
    """
    CREATE TABLE library_items (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        note TEXT NOT NULL,
        saved_at TEXT NOT NULL
    )
    """,
)
