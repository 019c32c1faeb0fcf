-- The catalogue: the truth about what is stored. An article version is in one of six states:
-- 'writing' (being added), 'live' (searchable), 'retiring' (replaced, its passages to be deleted),
-- 'retired' (replaced, kept readable for stored answers), 'reviving' (retired, being added again),
-- 'removing' (to be deleted altogether).
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS articles (
    id INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL,
    version TEXT NOT NULL,
    source TEXT NOT NULL,
    title TEXT NOT NULL,
    byline TEXT,
    outlet TEXT,
    published_at TEXT,
    updated_at TEXT,
    ingested_at TEXT NOT NULL,
    language TEXT,      -- ISO 639-1
    signature BLOB NOT NULL,
    story TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('writing', 'live', 'retiring', 'retired', 'reviving', 'removing')),
    section TEXT,
    canonical_url TEXT,
    correction TEXT,
    captions TEXT,      -- JSON: a list
    provenance TEXT,    -- JSON: where what is known was stated, by column
    text TEXT NOT NULL, -- last: what stands behind a long text costs a walk through its pages
    UNIQUE (article_id, version)
);
CREATE UNIQUE INDEX IF NOT EXISTS one_live_version ON articles (article_id) WHERE state = 'live';
CREATE INDEX IF NOT EXISTS articles_by_story ON articles (story) WHERE state = 'live';
CREATE INDEX IF NOT EXISTS articles_by_source ON articles (source);
CREATE INDEX IF NOT EXISTS articles_by_outlet ON articles (outlet) WHERE state = 'live';
CREATE INDEX IF NOT EXISTS articles_by_section ON articles (section) WHERE state = 'live';
CREATE INDEX IF NOT EXISTS articles_by_date ON articles (published_at) WHERE state = 'live';
CREATE INDEX IF NOT EXISTS unfinished ON articles (state) WHERE state IN ('writing', 'reviving', 'retiring', 'removing');

-- Numbered: rows of 2 KB in the tree of their text key make it deep, and 95 look-ups of 30,000 took 12 ms, not 1.5.
-- AUTOINCREMENT, so that no number is given twice in a generation: whoever has read up to a number knows what is new.
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    passage_id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    sentences BLOB NOT NULL,        -- (n, 2) int32: spans in the article's text
    sentence_vectors BLOB NOT NULL  -- (n, dimension) int8: unit vectors times 127
);
-- What is scanned when a graph cannot be searched; apart from the rest, so that reading all of it reads little else.
CREATE TABLE IF NOT EXISTS passage_vectors (
    number INTEGER PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE,
    article INTEGER NOT NULL,
    vector BLOB NOT NULL            -- float32 scale, then (dimension,) int8: the unit vector divided by the scale
);
-- The next generation's, while the library is being rebuilt with another embedding model.
CREATE TABLE IF NOT EXISTS next_passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    passage_id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    sentences BLOB NOT NULL,
    sentence_vectors BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS next_passage_vectors (
    number INTEGER PRIMARY KEY REFERENCES next_passages (number) ON DELETE CASCADE,
    article INTEGER NOT NULL,
    vector BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article);
CREATE INDEX IF NOT EXISTS next_passages_by_article ON next_passages (article);

-- Each value of a band once for a story, with the first of its articles that has it (see regrouping.py).
CREATE TABLE IF NOT EXISTS bands (
    band INTEGER NOT NULL,
    value BLOB NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (band, value, article)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bands_by_article ON bands (article);

CREATE TABLE IF NOT EXISTS sources (
    source TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    reader TEXT NOT NULL
) WITHOUT ROWID;

-- The last ingests, and what web servers want to be told to say whether a page has changed since it had that content.
CREATE TABLE IF NOT EXISTS ingests (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    paths TEXT NOT NULL,  -- JSON: a list
    report TEXT NOT NULL  -- JSON: counts by name
);
CREATE TABLE IF NOT EXISTS fetched (
    source TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL
) WITHOUT ROWID;
