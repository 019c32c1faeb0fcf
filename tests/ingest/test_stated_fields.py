"""What is known of an article, in every format, and where it was stated; notices, and captions beside the report."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from assistant.answering.evidence import is_quotable
from assistant.library import Library
from assistant.library.records import first_passage_id
from assistant.types import Filter
from ingest import ingest
from ingest.describe import describe
from ingest.document import Document
from ingest.readers import members_of, read
from ingest.readers.member import Options
from ingest.segmentation import split_sentences
from tests.fakes import HashEncoder

REPORT = (
    "The ferry to Orrin sailed again on Monday after its engine had been repaired over the winter, the line said. "
    "Forty passengers were on board, and the mayor greeted them at the pier."
)
MORE = "The line had stopped the service in November, when the engine failed in a storm off the northern cape."


def page(head: str, body: str = f"<p>{REPORT}</p><p>{MORE}</p>") -> bytes:
    return f"<html><head>{head}</head><body><article><h1>Ferry sails again</h1>{body}</article></body></html>".encode()


def member(content: bytes, suffix: str) -> Document:
    return describe(next(members_of(content, suffix, Options())).read())


JSON_LD = json.dumps({
    "@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry sails again",
    "articleSection": ["Coast & Sea", "News"],
    "datePublished": "2026-04-18T08:00:00Z",
    "author": {"@type": "Person", "name": "Josefine Ray"}, "publisher": {"name": "The Courier"},
})  # fmt: skip
NITF = f"""<nitf><head><pubdata name="The Courier" date.publication="20260418" position.section="World"
ex-ref="https://courier.example/ferry"/></head><body><body.head><hedline><hl1>Ferry sails again</hl1></hedline>
</body.head><body.content><p>{REPORT}</p></body.content></body></nitf>"""
NEWSML = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><firstCreated>2026-04-18T08:00:00Z
</firstCreated></itemMeta><contentMeta><headline>Ferry sails again</headline><subject type="cpnat:geoArea">
<name>Orrin</name></subject><subject type="cpnat:abstract"><name>Transport</name></subject></contentMeta>
<contentSet><inlineData>{REPORT}</inlineData></contentSet></newsItem>"""
RSS = f"""<rss version="2.0"><channel><title>The Courier</title><item><title>Ferry sails again</title>
<link>https://courier.example/ferry</link><category>ferries</category><category>World</category>
<pubDate>Sat, 18 Apr 2026 08:00:00 GMT</pubDate><description>{REPORT}</description></item></channel></rss>"""
RECORD = {"title": "Ferry sails again", "text": REPORT, "date": "2026-04-18", "url": "https://courier.example/ferry"}


@pytest.mark.parametrize(
    ("content", "suffix", "section", "place"),
    [
        (page(f'<script type="application/ld+json">{JSON_LD}</script>'), ".html", "Coast & Sea", "json-ld"),
        (page('<meta property="article:section" content="World">'), ".html", "World", "opengraph"),
        (page('<meta name="parsely-section" content="World">'), ".html", "World", "meta"),
        (page('<meta name="section" content="article"><meta name="og:section" content="12">'), ".html", None, None),
        (NITF.encode(), ".xml", "World", "nitf"),
        (NEWSML.encode(), ".xml", "Transport", "newsml"),
        (RSS.encode(), ".rss", "World", "feed"),
        (json.dumps(RECORD | {"section": "World"}).encode(), ".json", "World", "record"),
        (json.dumps(RECORD | {"subject": [{"code": "1", "name": "sea"}]}).encode(), ".json", "sea", "record"),
        (json.dumps(RECORD | {"categories": [12, 7]}).encode(), ".json", None, None),
        (f'section,title,text\nWorld,Ferry sails again,"{REPORT}"\n'.encode(), ".csv", "World", "record"),
        (f"---\ntitle: Ferry sails again\nsection: World\n---\n{REPORT}\n".encode(), ".md", "World", "front matter"),
        (f"World\nFerry sails again\n\n{REPORT}\n".encode(), ".txt", "World", "text"),
        (f"News\nWorld\nFerry sails again\n\n{REPORT}\n".encode(), ".txt", None, None),
    ],
)  # fmt: skip
def test_the_section_is_read_where_it_is_stated(content: bytes, suffix: str, section: str, place: str) -> None:
    found = member(content, suffix)
    assert (found.section, found.provenance.get("section")) == (section, place)


@pytest.mark.parametrize(
    ("content", "suffix", "place"),
    [
        (page('<link rel="canonical" href="https://courier.example/ferry">'), ".html", "markup"),
        (page('<meta property="og:url" content="https://courier.example/ferry">'), ".html", "opengraph"),
        (page('<base href="https://courier.example/a/"><link rel="canonical" href="/ferry">'), ".html", "markup"),
        (page('<link rel="canonical" href="/ferry">'), ".html", None),
        (page('<link rel="canonical" href="javascript:alert(1)">'), ".html", None),
        (NITF.encode(), ".xml", "nitf"),
        (RSS.encode(), ".rss", "feed"),
        (json.dumps(RECORD).encode(), ".json", "record"),
        (f"---\ntitle: T\nurl: https://courier.example/ferry\n---\n{REPORT}\n".encode(), ".md", "front matter"),
        (f"---\ntitle: T\nurl: /ferry\n---\n{REPORT}\n".encode(), ".md", None),
    ],
)
def test_an_article_s_own_address_is_read_where_it_is_stated(content: bytes, suffix: str, place: str | None) -> None:
    found = member(content, suffix)
    assert found.canonical_url == ("https://courier.example/ferry" if place else None)
    assert found.provenance.get("canonical_url") == place


def test_an_address_can_be_stored_and_has_a_length() -> None:
    broken = json.dumps(RECORD | {"url": f"https://courier.example/\ud800{'a' * 9000}"}).encode()
    address = member(broken, ".json").canonical_url or ""
    assert address.startswith("https://courier.example/")
    assert len(address.encode()) < 2500


def test_linked_data_of_many_spaces_is_searched_in_a_moment() -> None:
    script = f'<script type="application/ld+json">"articleSection":{" " * 60_000}</script>'
    began = time.process_time()
    assert member(page(script), ".html").section is None
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("content", "suffix", "place"),
    [
        (page(f'<script type="application/ld+json">{JSON_LD}</script>'), ".html", "json-ld"),
        (page('<meta property="article:published_time" content="2026-04-18T09:00:00+02:00">'), ".html", "opengraph"),
        (page('<meta name="dc.date" content="2026-04-18">'), ".html", "meta"),
        (page('<link rel="canonical" href="https://c.example/2026/04/18/ferry">'), ".html", "address"),
        (page("", f"<p>Published 18 April 2026</p><p>{REPORT}</p><p>{MORE}</p>"), ".html", "text"),
        (page("", f"<time itemprop=datePublished datetime=2026-04-18>x</time><p>{REPORT}</p>"), ".html", "markup"),
        (NITF.encode(), ".xml", "nitf"),
        (NEWSML.encode(), ".xml", "newsml"),
        (RSS.encode(), ".rss", "feed"),
        (json.dumps(RECORD).encode(), ".json", "record"),
        (f"---\ndate: 2026-04-18\n---\n# T\n{REPORT}\n".encode(), ".md", "front matter"),
        (f"Ferry sails again\n\nORRIN, April 18, 2026 (Agency) - {REPORT}\n".encode(), ".txt", "dateline"),
        (f"Ferry sails again\nPublished 18 April 2026\n\n{REPORT}\n".encode(), ".txt", "text"),
        (f"Subject: Ferry\nFrom: Jo Ray <j@c.example>\nDate: Sat, 18 Apr 2026 08:00:00 +0000\n\n{REPORT}\n".encode(),
         ".eml", "email"),
    ],
)  # fmt: skip
def test_a_date_tells_where_it_was_stated(content: bytes, suffix: str, place: str) -> None:
    found = member(content, suffix)
    assert (found.published_at or "")[:10] == "2026-04-18"
    assert found.provenance["published_at"] == place


def test_what_is_known_of_a_page_tells_where_it_stands_on_it() -> None:
    head = f'<title>Ferry sails again | The Courier</title><script type="application/ld+json">{JSON_LD}</script>'
    found = member(page(f'{head}<meta property="og:site_name" content="The Courier">'), ".html")
    assert (found.title, found.byline, found.outlet) == ("Ferry sails again", "Josefine Ray", "The Courier")
    assert {found.provenance[name] for name in ("title", "byline", "outlet")} == {"json-ld"}
    assert set(found.provenance) == {"title", "byline", "outlet", "section", "published_at"}


NOTICES = (
    "An earlier version of this article misstated the number of passengers; it was 40, not 14.",
    "Correction: The ferry has one engine, not two.",
    "CORRECTION (April 20, 2026): The ferry has one engine.",
    "Editor's note: The mayor is a shareholder of the line.",
    "Editor’s Note — The mayor is a shareholder of the line.",
    "UPDATED: This story has been updated with comment from the line.",
    "This article was amended on 20 April 2026 to correct the name of the pier.",
    "• This article was amended on 20 April 2026. An earlier version gave the wrong pier.",
    "(This story has been corrected to fix the spelling of the pier in paragraph 2)",
    "*Due to an editing error, an earlier version of this story gave the wrong pier.",
    "Clarification: The service runs on weekdays only.",
    "Because of an editing error, a picture caption with this article named the wrong ship.",
)


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("above", [True, False])
def test_a_notice_of_an_article_on_itself_is_told_and_stays_in_its_text(notice: str, *, above: bool) -> None:
    lines = [notice, REPORT, MORE] if above else [REPORT, MORE, notice]
    found = describe(read("\n\n".join(["Ferry sails again", *lines]).encode(), ".txt"))
    assert found.correction == notice
    assert found.body == "\n\n".join(lines)
    assert found.title == "Ferry sails again"


@pytest.mark.parametrize("notice", NOTICES)
def test_what_a_notice_says_was_wrong_or_of_the_page_is_not_quoted(notice: str) -> None:
    right = ("Correction:", "CORRECTION", "Clarification:")
    sentences = [notice[start:end] for start, end in split_sentences(notice)]
    assert [is_quotable(one) for one in sentences] == [notice.startswith(right)] * len(sentences)


@pytest.mark.parametrize(
    "line",
    [
        "An earlier report by the agency said that 14 passengers were on board.",
        "The corrections officer said that nobody had been hurt on the ferry.",
        "Update: Two more passengers were found on the pier on Monday evening.",
        "The line corrected its statement on Tuesday and said that forty were on board.",
        "This story of the sea has been told since the first ferry sailed to Orrin.",
        "The page has been turned, the mayor said as he stepped from the ferry.",
        "An earlier version of the bill, passed by the House in May, would have cut taxes by 4 billion dollars.",
        "The post was removed by Facebook on Friday after 2 million views.",
        "The report was later amended to say that 40 people had died in the camp.",
        "Due to a technical error, 4,000 ballots were counted twice in Ohio on Tuesday.",
        "The story is often changed in the retelling, Mr Adams said.",
    ],
)
def test_what_is_reported_of_corrections_is_no_notice(line: str) -> None:
    found = describe(read(f"Ferry sails again\n\n{REPORT}\n\n{line}\n".encode(), ".txt"))
    assert found.correction is None
    assert found.body == f"{REPORT}\n\n{line}"


def test_a_notice_above_the_headline_is_not_the_title() -> None:
    notice = "(This story has been corrected to fix the spelling of the pier in paragraph 2)"
    found = describe(read(f"{notice}\nFerry sails again\n\n{REPORT}\n".encode(), ".txt"))
    assert (found.title, found.correction) == ("Ferry sails again", notice)
    assert found.body == f"{notice}\n\n{REPORT}"


def test_a_heading_tells_that_what_is_below_it_is_a_notice() -> None:
    text = f"Ferry sails again\n\n{REPORT}\n\nCorrection\n\nThe ferry has one engine and not two, as was stated here.\n"
    found = describe(read(text.encode(), ".txt"))
    assert found.correction == "The ferry has one engine and not two, as was stated here."
    assert found.body == f"{REPORT}\n\nCorrection\n\n{found.correction}"


@pytest.mark.parametrize(
    "head", ["---\ntitle: 'Correction: the ferry has one engine'\n---\n", "Correction: the ferry has one engine\n\n"]
)
def test_the_report_of_an_article_that_corrects_another_is_the_correction(head: str) -> None:
    notice = "Correction: an earlier report said that the ferry has two engines. It has one engine, not two."
    found = describe(read(f"{head}{notice}\n\n{MORE}\n".encode(), ".md" if head.startswith("-") else ".txt"))
    assert found.title == "Correction: the ferry has one engine"
    assert found.body == f"{notice}\n\n{MORE}"
    assert found.correction


def test_captions_are_kept_beside_the_report_and_never_in_it() -> None:
    figure = "<figure><img src=a><figcaption>The ferry at the pier of Orrin. Photo: Ann Lee</figcaption></figure>"
    found = member(page("", f"<p>{REPORT}</p>{figure}<p>{MORE}</p>"), ".html")
    assert found.captions == ("The ferry at the pier of Orrin. Photo: Ann Lee",)
    assert "pier of Orrin" not in found.body
    aside = "<aside><figure><figcaption>Another matter, far away from here.</figcaption></figure></aside>"
    assert member(page("", f"<p>{REPORT}</p><p>{MORE}</p>{aside}{figure}"), ".html").captions == found.captions


@pytest.mark.parametrize(
    "line",
    [
        "Photo: The ferry at the pier of Orrin on Monday, as passengers came off.",
        "Image: The ferry at the pier of Orrin (Ann Lee)",
        "Pictured: The ferry at the pier of Orrin on Monday.",
    ],
)
def test_a_caption_in_a_text_is_told_by_its_label(line: str) -> None:
    found = describe(read(f"Ferry sails again\n\n{REPORT}\n\n{line}\n\n{MORE}\n".encode(), ".txt"))
    assert found.captions == (line,)
    assert found.body == f"{REPORT}\n\n{MORE}"


def test_a_sentence_of_the_report_that_names_photos_stays_in_it() -> None:
    line = "Photos on social media: they show that the bridge over the river had collapsed."
    found = describe(read(f"Ferry sails again\n\n{REPORT}\n\n{line}\n".encode(), ".txt"))
    assert (found.captions, found.body) == ((), f"{REPORT}\n\n{line}")


def test_a_headline_that_names_a_picture_is_the_title() -> None:
    title = "PICTURED: Man who stormed the town hall in Leeds"
    found = describe(read(f"{title}\n\n{REPORT}\n".encode(), ".txt"))
    assert (found.title, found.captions, found.body) == (title, (), REPORT)


def test_a_bare_credit_is_no_caption() -> None:
    found = describe(read(f"Ferry sails again\n\n{REPORT}\n\nPhoto: Ann Lee\n\n{MORE}\n".encode(), ".txt"))
    assert (found.captions, found.body) == ((), f"{REPORT}\n\n{MORE}")


@pytest.mark.parametrize(
    "markup",
    [
        '<blockquote class="pullquote">Forty passengers were on board</blockquote>',
        '<div class="pull-quote">Forty passengers were on board</div>',
        '<aside class="pull-quote"><p>“Forty passengers were on board”</p><cite>The mayor</cite></aside>',
        "<blockquote><p>Forty passengers were on board, and the mayor greeted them at the pier.</p></blockquote>",
    ],
)
def test_a_pull_quote_that_repeats_the_report_is_dropped(markup: str) -> None:
    found = member(page("", f"<p>{REPORT}</p>{markup}<p>{MORE}</p>"), ".html")
    assert found.body == f"{REPORT}\n\n{MORE}"


def test_a_quotation_that_stands_nowhere_else_is_kept() -> None:
    quoted = "We shall sail in every weather that the harbour master allows, she said."
    found = member(page("", f"<p>{REPORT}</p><blockquote><p>{quoted}</p></blockquote><p>{MORE}</p>"), ".html")
    assert quoted in found.body


def test_tables_and_lists_stay_readable() -> None:
    table = "<table><tr><th>Port</th><th>Passengers</th></tr><tr><td>Orrin</td><td>40</td></tr></table>"
    items = "<ul><li>Tickets are sold at the pier.</li><li>Dogs travel free of charge.</li></ul>"
    lines = member(page("", f"<p>{REPORT}</p>{table}{items}<p>{MORE}</p>"), ".html").body.split("\n\n")
    assert "Orrin | 40" in [line.strip("| ") for line in lines]
    assert "- Tickets are sold at the pier." in lines


def test_fields_are_stored_told_and_filtered_by(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    head = f'<script type="application/ld+json">{JSON_LD}</script><link rel=canonical href=https://c.example/ferry>'
    body = f"<p>{REPORT}</p><p>{MORE}</p><p>{NOTICES[0]}</p>"
    (folder / "a.html").write_bytes(page(head, body))
    (folder / "b.txt").write_text(f"A bridge\n\n{MORE}\n", encoding="utf-8")
    library = Library(tmp_path / "library", create=True)
    ingest([folder], library, HashEncoder())
    ferry = next(one for one in library.articles() if one.section)
    assert (ferry.section, ferry.canonical_url) == ("Coast & Sea", "https://c.example/ferry")
    assert (ferry.correction, ferry.date_from) == (NOTICES[0], "json-ld")
    told = json.loads(json.dumps(ferry.to_dict()))
    assert (told["provenance"]["byline"], told["date_from"]) == ("json-ld", "json-ld")
    assert library.facets().sections == {"Coast & Sea": 1}
    assert len(library.matching(Filter(sections=("coast & sea",)))) == 1
    assert len(library.matching(Filter(sections=("World",)))) == 0
    found = library.passages([first_passage_id(ferry.article_id, ferry.version)]).popitem()[1]
    assert (found.section, found.date_from, found.correction) == ("Coast & Sea", "json-ld", NOTICES[0])
    assert ingest([folder], library, HashEncoder()).unchanged == 2
    library.close()
