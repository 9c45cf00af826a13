-- What the catalogue lists: the books that have outputs for screens, if from an earlier run. `listing.py` fills it in.

CREATE TABLE title (
    title INTEGER PRIMARY KEY AUTOINCREMENT,   -- no number comes twice: what is remembered is told from what is now
    book TEXT NOT NULL UNIQUE REFERENCES book (name) ON DELETE CASCADE,
    key TEXT NOT NULL UNIQUE,              -- names it in addresses; follows from the book's name
    sort TEXT NOT NULL,                    -- its title without accents and case
    run INTEGER NOT NULL                   -- that has made it: the newest first
) STRICT;

CREATE INDEX title_by_sort ON title (sort, title);
CREATE INDEX title_by_run ON title (run DESC, sort, title);

CREATE TABLE term (
    term INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                    -- author, language, subject, series
    name TEXT NOT NULL,
    sort TEXT NOT NULL,                    -- without accents and case, a person's family name first
    titles INTEGER NOT NULL DEFAULT 0,     -- how many have it; the triggers below count
    UNIQUE (kind, name)
) STRICT;

CREATE INDEX term_by_titles ON term (kind, titles DESC, sort);
CREATE INDEX term_by_sort ON term (kind, sort, name) WHERE titles > 0;

-- With the order of the titles in it, so that the page of an author or a language is read off an index.
CREATE TABLE title_term (
    term INTEGER NOT NULL REFERENCES term (term),
    sort TEXT NOT NULL,
    title INTEGER NOT NULL REFERENCES title (title) ON DELETE CASCADE,
    run INTEGER NOT NULL,
    PRIMARY KEY (term, sort, title)
) STRICT, WITHOUT ROWID;

CREATE INDEX title_term_by_run ON title_term (term, run DESC, sort, title);
CREATE INDEX title_term_by_title ON title_term (title, term);

CREATE TRIGGER term_gained AFTER INSERT ON title_term BEGIN
    UPDATE term SET titles = titles + 1 WHERE term = new.term;
END;
CREATE TRIGGER term_lost AFTER DELETE ON title_term BEGIN
    UPDATE term SET titles = titles - 1 WHERE term = old.term;
END;

CREATE TABLE title_words (
    title INTEGER PRIMARY KEY REFERENCES title (title) ON DELETE CASCADE,
    said TEXT NOT NULL                     -- what a search looks through, without accents and case
) STRICT;
