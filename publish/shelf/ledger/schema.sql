-- The ledger of a shelf, version 1. Times of clocks stand in no row that a book's bytes depend on.

CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,                 -- UTC, ISO 8601
    ended TEXT NOT NULL DEFAULT '',        -- empty while it goes on, or where it was killed
    toolchain TEXT NOT NULL,               -- fingerprint of what made the books
    options TEXT NOT NULL                  -- JSON
) STRICT;

CREATE TABLE toolchain (
    fingerprint TEXT PRIMARY KEY,
    parts TEXT NOT NULL                    -- JSON: each part with its version, to say in what two differ
) STRICT, WITHOUT ROWID;

CREATE TABLE book (
    name TEXT PRIMARY KEY,                 -- stable: COLLECTION/path, and the stem of its files
    collection TEXT NOT NULL,
    source TEXT NOT NULL,                  -- where it was read: a path or an address
    state TEXT NOT NULL CHECK (state IN ('made', 'failed')),
    signature TEXT NOT NULL,               -- sizes and times of its files: a quick look
    content TEXT NOT NULL,                 -- SHA-256 of its files
    recipe TEXT NOT NULL,                  -- SHA-256 of all options and defaults that its bytes depend on
    toolchain TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    subtitle TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL DEFAULT '',       -- all of them in one line, as they are shown
    language TEXT NOT NULL DEFAULT '',     -- BCP 47
    publisher TEXT NOT NULL DEFAULT '',
    date TEXT NOT NULL DEFAULT '',
    identifier TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    rights TEXT NOT NULL DEFAULT '',
    series TEXT NOT NULL DEFAULT '',
    position TEXT NOT NULL DEFAULT '',     -- in its series
    kind TEXT NOT NULL DEFAULT '',         -- of text: prose, drama ...
    thumbnail TEXT NOT NULL DEFAULT '',    -- file name of its small cover on the shelf; empty for none
    words INTEGER NOT NULL DEFAULT 0,
    pages INTEGER NOT NULL DEFAULT 0,      -- of its PDF; 0 where there is none
    seconds REAL NOT NULL DEFAULT 0,       -- by the clock
    processor_seconds REAL NOT NULL DEFAULT 0,
    memory_mb REAL NOT NULL DEFAULT 0,     -- most at any time
    worker TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 1,
    run INTEGER NOT NULL REFERENCES run (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX book_by_title ON book (title COLLATE NOCASE, name);
CREATE INDEX book_by_state ON book (state, name);

CREATE TABLE contributor (
    book TEXT NOT NULL REFERENCES book (name) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,                    -- MARC relator: aut, trl, edt ...
    name TEXT NOT NULL,
    file_as TEXT NOT NULL,
    PRIMARY KEY (book, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX contributor_by_name ON contributor (role, file_as, book);

CREATE TABLE subject (
    book TEXT NOT NULL REFERENCES book (name) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    term TEXT NOT NULL,
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (book, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX subject_by_term ON subject (term, book);

CREATE TABLE output (
    book TEXT NOT NULL REFERENCES book (name) ON DELETE CASCADE,
    purpose TEXT NOT NULL,                 -- epub, screen, press ...
    name TEXT NOT NULL,                    -- its file on the shelf, from the shelf's root
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    PRIMARY KEY (book, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
    book TEXT NOT NULL REFERENCES book (name) ON DELETE CASCADE,
    position INTEGER NOT NULL,             -- in the order in which they were told
    code TEXT NOT NULL,
    severity TEXT NOT NULL,
    message TEXT NOT NULL,
    hint TEXT NOT NULL,
    file TEXT,                             -- as seen from the book's folder
    line INTEGER,
    "column" INTEGER,
    PRIMARY KEY (book, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX finding_by_code ON finding (code, book);

CREATE TABLE element (
    book TEXT NOT NULL REFERENCES book (name) ON DELETE CASCADE,
    name TEXT NOT NULL,                    -- an element without a rule; {namespace}name of another vocabulary
    count INTEGER NOT NULL,
    PRIMARY KEY (book, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE stage (
    book TEXT NOT NULL REFERENCES book (name) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,                    -- read, apply_errata ... typeset, and each output
    digest TEXT NOT NULL,                  -- SHA-256 of what it left: where two toolchains part
    PRIMARY KEY (book, position)
) STRICT, WITHOUT ROWID;
