-- Any three letters of title_words.said, wherever in a word they stand (https://sqlite.org/fts5.html,
-- the trigram tokenizer): words are found in scripts without spaces between them, too.

CREATE VIRTUAL TABLE title_search USING fts5 (
    said, content = 'title_words', content_rowid = 'title', tokenize = 'trigram'
);
CREATE TRIGGER words_gained AFTER INSERT ON title_words BEGIN
    INSERT INTO title_search (rowid, said) VALUES (new.title, new.said);
END;
CREATE TRIGGER words_lost AFTER DELETE ON title_words BEGIN
    INSERT INTO title_search (title_search, rowid, said) VALUES ('delete', old.title, old.said);
END;
