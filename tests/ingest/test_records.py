"""JSON, JSON lines and CSV: which objects are articles, and what they state."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.errors import UnreadableArticle
from ingest.describe import describe
from ingest.document import Document
from ingest.readers import members_of
from ingest.readers.member import Options

FIRST = "The ferry to Port Alder will sail again on Monday, the harbour master said."
SECOND = "It had been tied up since March, when a storm broke its rudder."
BODY = f"{FIRST}\n\n{SECOND}"
PAGE = f"<p>{FIRST}</p>\n<p>{SECOND.replace('a storm', '<b>a storm</b>')}</p>"


def read(content: Any, suffix: str = ".json", **fields: str) -> dict[str, Document]:
    text = content if isinstance(content, str) else json.dumps(content)
    return {
        member.name: describe(member.read()) for member in members_of(text.encode(), suffix, Options(fields=fields))
    }


def schema_org(**more: Any) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Ferry sails again",
        "articleBody": BODY,
        "author": [{"@type": "Person", "name": "Jo Ray"}, {"@type": "Person", "name": "Al Wu"}],
        "publisher": {"@type": "Organization", "name": "The Alder Courier"},
        "datePublished": "2025-03-22T09:30:00Z",
        "dateModified": "2025-03-23",
        "inLanguage": "en-GB",
        "url": "https://courier.example/ferry",
    } | more


def told(document: Document) -> tuple[str | None, ...]:
    return (document.title, document.byline, document.outlet, document.published_at, document.updated_at)


WHOLE = ("Ferry sails again", "Jo Ray, Al Wu", "The Alder Courier", "2025-03-22T09:30:00+00:00", "2025-03-23")


def test_an_object_that_is_an_article_is_the_whole_file() -> None:
    ((name, document),) = read(schema_org()).items()
    assert name == ""
    assert told(document) == WHOLE
    assert (document.body, document.language) == (BODY, "en")


@pytest.mark.parametrize(
    "around",
    [
        lambda article: [article],
        lambda article: {"@graph": [{"@type": "WebSite", "name": "Courier"}, article]},
        lambda article: {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": article}]},
        lambda article: {"status": "ok", "articles": [article]},
    ],
    ids=["list", "graph", "item list", "answer of an interface"],
)
def test_articles_lie_in_lists_and_graphs(around: Any) -> None:
    ((name, document),) = read(around(schema_org())).items()
    assert name == "https://courier.example/ferry"
    assert told(document) == WHOLE


def test_ninjs() -> None:
    item = {
        "uri": "urn:wire:42",
        "type": "text",
        "headline": "Ferry sails again",
        "body_xhtml": PAGE,
        "byline": "Jo Ray",
        "provider": "Alder Wire",
        "language": "en",
        "firstcreated": "2025-03-22T09:30:00+02:00",
        "versioncreated": "2025-03-22T11:00:00+02:00",
        "associations": {"main": {"type": "picture", "headline": "A ferry", "uri": "urn:wire:43"}},
    }
    ((name, document),) = read([item]).items()
    assert name == "urn:wire:42"
    assert document.body == BODY
    assert told(document) == (
        "Ferry sails again",
        "Jo Ray",
        "Alder Wire",
        "2025-03-22T09:30:00+02:00",
        "2025-03-22T11:00:00+02:00",
    )


def test_ninjs_2_lists_its_texts() -> None:
    item = {
        "uri": "urn:wire:42",
        "headlines": [{"role": "main", "value": "Ferry sails again"}, {"role": "short", "value": "Ferry"}],
        "bodies": [{"contenttype": "text/html", "value": PAGE}, {"contenttype": "text/plain", "value": BODY}],
    }
    document = read(item)[""]
    assert (document.title, document.body) == ("Ferry sails again", BODY)


def test_a_json_feed_names_the_outlet() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Alder Courier",
        "items": [{"id": "7", "title": "Ferry sails again", "content_html": PAGE, "date_published": "2025-03-22"}],
    }
    document = read(feed)["7"]
    assert told(document) == ("Ferry sails again", None, "The Alder Courier", "2025-03-22", None)


def test_wordpress_renders_its_texts() -> None:
    post = {
        "id": 7,
        "date": "2025-03-22T09:30:00",
        "title": {"rendered": "Ferry&#8217;s back"},
        "link": "https://c.example/7",
    }
    document = read([post | {"content": {"rendered": PAGE}}])["https://c.example/7"]
    assert (document.title, document.body, document.published_at) == ("Ferry’s back", BODY, "2025-03-22")


def test_keys_may_be_named() -> None:
    record = {"story": BODY, "kop": "Ferry sails again", "day": "22 March 2025", "text": "Not this."}
    document = read([record], body="story", title="kop", published_at="day")["1"]
    assert (document.title, document.body, document.published_at) == ("Ferry sails again", BODY, "2025-03-22")


def test_records_without_an_address_or_id_go_by_their_number_and_names_are_told_apart() -> None:
    records = [{"text": BODY}, {"id": "x", "text": BODY}, {"id": "x", "text": SECOND}, {"text": BODY}]
    assert list(read(records)) == ["1", "x", "x (2)", "4"]


@pytest.mark.parametrize("day", ["soon", "2025-13-45", "3/4/2025", 1742601600, None, {"a": 1}, [], "9" * 100])
def test_what_is_no_date_is_unknown(day: Any) -> None:
    assert read(schema_org(datePublished=day, dateModified=day))[""].published_at is None


def test_each_line_is_a_record_and_a_bad_one_is_told_by_its_number() -> None:
    lines = [
        json.dumps(schema_org()),
        "",
        "{broken",
        json.dumps({"count": 3}),
        json.dumps({"text": "A\u2028b. " + BODY}, ensure_ascii=False),
    ]
    members = list(members_of("\n".join(lines).encode(), ".jsonl", Options()))
    assert [member.name for member in members] == ["https://courier.example/ferry", "line 3", "line 4", "5"]
    assert told(members[0].read()) == WHOLE
    for member, reason in zip(members[1:3], ("not valid JSON", "no record of an article"), strict=True):
        with pytest.raises(UnreadableArticle, match=reason):
            member.read()
    assert FIRST in members[3].read().body


def test_a_record_with_a_headline_alone_is_refused_not_lost() -> None:
    (member,) = members_of(b'{"articles": [{"headline": "Ferry sails again"}]}', ".json", Options())
    with pytest.raises(UnreadableArticle, match="it states no text"):
        member.read()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[" * 100_000, "nested too deep"),
        ('{"a":' * 100_000, "nested too deep"),
        ("{}", "no article was found"),
        ("[1, 2, null]", "no article was found"),
        ("nonsense", "not valid JSON"),
        ("9" * 5000, "not valid JSON"),
    ],
    ids=["lists", "objects", "empty", "numbers", "nonsense", "a long number"],
)
def test_what_is_no_json_of_articles_is_refused(content: str, reason: str) -> None:
    with pytest.raises(UnreadableArticle, match=reason):
        list(members_of(content.encode(), ".json", Options()))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables(delimiter: str) -> None:
    header = delimiter.join(["Headline", "Author", "Published At", "Source", "Text", "URL"])
    row = delimiter.join(
        ["Ferry sails again", "Jo Ray", "2025-03-22", "The Alder Courier", f'"{BODY}"', "https://c.example/f"]
    )
    documents = read(f"{header}\r\n{row}\r\n\r\n", ".csv")
    assert told(documents["https://c.example/f"]) == (
        "Ferry sails again",
        "Jo Ray",
        "The Alder Courier",
        "2025-03-22",
        None,
    )
    assert documents["https://c.example/f"].body == BODY


def test_a_tables_columns_may_be_named() -> None:
    text = f'Kop,Verhaal\nFerry sails again,"{BODY}"\n'
    with pytest.raises(UnreadableArticle, match="ASSISTANT_JSON_FIELDS"):
        read(text, ".csv")
    assert read(text, ".csv", body="verhaal", title="Kop")["1"].title == "Ferry sails again"


def test_a_field_of_megabytes_does_not_stop_the_other_rows() -> None:
    text = f'id,text\na,"{FIRST * 30_000}"\nb,"{BODY}"\nc,\n'
    members = {member.name: member for member in members_of(text.encode(), ".csv", Options())}
    assert list(members) == ["a", "b", "c"]
    assert describe(members["b"].read()).body == BODY
    with pytest.raises(UnreadableArticle, match="states no text"):
        members["c"].read()


def test_tables_in_other_encodings() -> None:
    text = f"Title;Text\nDer Bürgermeister grüßt;{FIRST} Später öffnet die Brücke über die Straße.\n"
    (member,) = members_of(text.encode("cp1252"), ".csv", Options())
    assert member.read().title == "Der Bürgermeister grüßt"
