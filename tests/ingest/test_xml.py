"""NITF, NewsML-G2, RSS and Atom, told apart by their root element."""

from __future__ import annotations

import pytest

from assistant.errors import UnreadableArticle
from ingest.describe import describe
from ingest.document import Document
from ingest.readers import members_of, read
from ingest.readers.member import Options
from tests.ingest.test_records import BODY, FIRST, PAGE, SECOND, told

NITF = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.5/specification/dtd/nitf-3-5.dtd">
<nitf xml:lang="en-GB"><head><title>ferry-slug</title>
<docdata><date.issue norm="20250322T093000Z"/></docdata><pubdata name="The Alder Courier"/></head>
<body><body.head><hedline><hl1>Ferry sails <em>again</em></hl1></hedline><byline>By <person>Jo Ray</person></byline>
</body.head><body.content><media media-type="image"><media-caption>A ferry is seen here today.</media-caption></media>
<block><p>{FIRST}</p><p>It had been tied up since March,
when a <event>storm</event> broke its rudder.</p></block></body.content></body></nitf>"""

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


def item(guid: str, content: str, more: str = "") -> str:
    return f"""<newsItem {NAR} guid="{guid}" version="2"><itemMeta><itemClass qcode="ninat:text"/>
<provider literal="Alder Wire"/><versionCreated>2025-03-22T11:00:00+02:00</versionCreated>
<firstCreated>2025-03-22T09:30:00+02:00</firstCreated></itemMeta>
<contentMeta><language tag="en"/><headline>Ferry sails again</headline><by>By Jo Ray</by>{more}</contentMeta>
<contentSet>{content}</contentSet></newsItem>"""


XHTML = (
    '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
    f"<head><title>slug</title></head><body>{PAGE}</body></html></inlineXML>"
)
INNER = f"<inlineXML>{NITF[NITF.index('<nitf') :]}</inlineXML>"
PLAIN = f'<inlineData contenttype="text/plain">{BODY}</inlineData>'


def members(text: str, suffix: str = ".xml") -> dict[str, Document]:
    return {one.name: describe(one.read()) for one in members_of(text.encode(), suffix, Options())}


def test_nitf() -> None:
    document = members(NITF)[""]
    assert told(document) == ("Ferry sails again", "Jo Ray", "The Alder Courier", "2025-03-22T09:30:00+00:00", None)
    assert (document.body, document.language) == (BODY, "en")


@pytest.mark.parametrize("content", [XHTML, PLAIN], ids=["page", "text"])
def test_a_news_item(content: str) -> None:
    document = members(item("urn:wire:42", content))[""]
    published, updated = "2025-03-22T09:30:00+02:00", "2025-03-22T11:00:00+02:00"
    assert told(document) == ("Ferry sails again", "Jo Ray", "Alder Wire", published, updated)
    assert document.body == BODY


def test_nitf_in_a_news_item() -> None:
    document = members(item("urn:wire:42", INNER))[""]
    assert (document.body, document.outlet) == (BODY, "Alder Wire")


def test_a_news_message_holds_several_items_and_its_pictures_are_none() -> None:
    picture = item("urn:wire:44", "").replace("ninat:text", "ninat:picture")
    items = item("urn:wire:42", XHTML) + item("urn:wire:43", PLAIN) + picture
    found = members(f"<newsMessage {NAR}><itemSet>{items}</itemSet></newsMessage>")
    assert list(found) == ["urn:wire:42", "urn:wire:43"]
    assert {document.body for document in found.values()} == {BODY}


RSS = f"""<?xml version="1.0" encoding="windows-1252"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Alder Courier</title><language>en-gb</language><pubDate>Mon, 24 Mar 2025 00:00:00 GMT</pubDate>
<item><title>Ferry sails again &#8211; at last</title><link>https://courier.example/ferry</link><guid>7</guid>
<dc:creator>Jo Ray</dc:creator><pubDate>Sat, 22 Mar 2025 09:30:00 GMT</pubDate><description>A ferry sails.</description>
<content:encoded><![CDATA[{PAGE}]]></content:encoded></item>
<item><title>Second</title><guid isPermaLink="false">8</guid><description>{SECOND}</description></item>
<item><title>Empty</title><pubDate>yesterday</pubDate></item></channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Alder Courier</title>
<updated>2025-03-24T00:00:00Z</updated>
<entry><title>Ferry sails again</title><id>urn:wire:42</id><author><name>Jo Ray</name></author>
<published>2025-03-22T09:30:00+01:00</published><updated>2025-03-23T09:30:00+01:00</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{PAGE}</div></content></entry></feed>"""


@pytest.mark.parametrize("suffix", [".rss", ".xml"])
def test_rss(suffix: str) -> None:
    first, second, empty = members_of(RSS.encode("cp1252"), suffix, Options())
    assert (first.name, second.name, empty.name) == ("https://courier.example/ferry", "8", "3")
    document = describe(first.read())
    title = "Ferry sails again – at last"
    assert told(document) == (title, "Jo Ray", "The Alder Courier", "2025-03-22T09:30:00+00:00", None)
    assert document.body == BODY
    assert told(describe(second.read())) == ("Second", None, "The Alder Courier", None, None)
    with pytest.raises(UnreadableArticle, match="states no text"):
        empty.read()


@pytest.mark.parametrize("suffix", [".atom", ".xml"])
def test_atom(suffix: str) -> None:
    document = members(ATOM, suffix)["urn:wire:42"]
    published, updated = "2025-03-22T09:30:00+01:00", "2025-03-23T09:30:00+01:00"
    assert told(document) == ("Ferry sails again", "Jo Ray", "The Alder Courier", published, updated)
    assert document.body == BODY


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize("suffix", [".xml", ".rss"])
@pytest.mark.parametrize("root", ["nitf", "rss"])
@pytest.mark.timeout(20)
def test_entities_are_neither_expanded_nor_fetched(root: str, suffix: str, tmp_path: object) -> None:
    secret = f"{tmp_path}/secret.txt"
    with open(secret, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("The secret is told here.")
    whole = NITF if root == "nitf" else RSS.replace("windows-1252", "utf-8")
    start = whole.index(f"<{root}")
    declared = f'<!DOCTYPE {root} [<!ENTITY l0 "lol">{LAUGHS}<!ENTITY s SYSTEM "file://{secret}">]>'
    hostile = f"<?xml version='1.0'?>{declared}{whole[start:]}".replace(FIRST, f"{FIRST} &l11; &s;")
    try:
        texts = [one.read().body for one in members_of(hostile.encode(), suffix, Options())]
    except UnreadableArticle:
        return
    assert not any("lollol" in text or "secret" in text for text in texts)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<?xml version='1.0'?><opml><body/></opml>", "its root element is opml; NITF"),
        ("<nitf><body><body.content>", "its XML is broken"),
        ("<nitf/>", "states no text"),
        ("no xml", "it is no XML|XML is broken"),
        (f"<nitf><body><body.content>{'<p>' * 100_000}", "XML is broken"),
        (f"<newsMessage {NAR}/>", "no article was found"),
        (f"<rss><channel><item>{'<x>' * 100_000}", "XML is broken"),
        ("<rss><channel/></rss>", "no article was found|no RSS"),
    ],
    ids=["opml", "cut off", "empty", "text", "deep", "no items", "deep feed", "no entries"],
)
def test_what_is_none_of_these_says_why(content: str, reason: str) -> None:
    with pytest.raises(UnreadableArticle, match=reason):
        read(content.encode(), ".xml")
