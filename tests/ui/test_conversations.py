"""Conversations kept on disk: the same after a restart, searched, called otherwise, deleted, exported."""

from __future__ import annotations

import html
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant import Answer, Filter
from assistant.assistant import Assistant
from ui.asking import export
from ui.asking.conversations import Conversations, ConversationsError, conversations_path
from ui.asking.turns import Asking, Turn

ASKED = ("How many people were killed in Sumy?", "Who won the 2022 World Cup?", "Did a drone hit a bakery in Sumy?")


@pytest.fixture(scope="module")
def assistant(sample_library: Path) -> Iterator[Assistant]:
    assistant = Assistant.open(sample_library)
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def turns(assistant: Assistant) -> list[Turn]:
    found: list[Turn] = []
    for question in ASKED:
        found.append(Asking(assistant, question, found).turn())
    return [*found, Turn("And then?", error="The model is gone.")]


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(conversations_path(tmp_path / "library"))


def test_a_conversation_comes_back_as_it_was(kept: Conversations, turns: list[Turn], assistant: Assistant) -> None:
    assert kept.listed() == []
    conversation, changed_at = kept.keep(None, turns)
    assert changed_at == kept.changed_at(conversation)
    again = Conversations(conversations_path(kept.path.with_name("library")))
    assert again.turns(conversation, assistant) == turns
    (one,) = again.listed()
    assert (one.id, one.name, one.turns) == (conversation, ASKED[0], len(turns))
    kept.keep(conversation, turns[:1], changed_at)
    assert kept.turns(conversation, assistant) == turns[:1]
    kept.delete(conversation)
    assert kept.listed() == []
    assert kept.turns(conversation, assistant) == []


def test_the_last_changed_comes_first_and_the_list_is_searched(kept: Conversations, turns: list[Turn]) -> None:
    (sumy, changed_at), (cup, _) = kept.keep(None, turns[:1]), kept.keep(None, turns[1:2])
    assert [one.id for one in kept.listed()] == [cup, sumy]
    kept.keep(sumy, turns[:1], changed_at)
    assert [one.id for one in kept.listed()] == [sumy, cup]
    assert [one.id for one in kept.listed("world CUP")] == [cup]
    assert [one.id for one in kept.listed("reports reaching the Courier")] == [sumy]  # of an answer
    assert kept.listed("%") == kept.listed("_um") == kept.listed("!") == []
    kept.rename(cup, "  Football\n 2022 ")
    assert kept.name(cup) == "Football 2022"
    assert [one.id for one in kept.listed("football")] == [cup]
    kept.rename(cup, "Österreich in Köln")
    assert [one.id for one in kept.listed("ÖSTERREICH in kÖln")] == [cup]
    kept.rename(cup, "Football 2022")
    kept.rename(cup, "  ")
    assert kept.name(cup) == "Football 2022"


@given(st.text())
def test_any_text_can_be_searched_for_and_be_a_name(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    kept = Conversations(tmp_path_factory.mktemp("kept") / "c.sqlite")
    conversation, _ = kept.keep(None, [Turn(text.encode(errors="replace").decode(), error="none")])
    kept.rename(conversation, text.encode(errors="replace").decode())
    assert {one.id for one in kept.listed(text.encode(errors="replace").decode())} <= {conversation}


def test_what_another_tab_kept_is_not_overwritten(kept: Conversations, turns: list[Turn], assistant: Assistant) -> None:
    conversation, seen = kept.keep(None, turns[:1])
    kept.keep(conversation, turns[:2], seen)
    mine, _ = kept.keep(conversation, [turns[0], turns[2]], seen)
    assert mine != conversation
    assert kept.turns(conversation, assistant) == turns[:2]
    assert kept.turns(mine, assistant) == [turns[0], turns[2]]


def test_what_is_anothers_is_as_if_it_were_not_there(
    kept: Conversations, turns: list[Turn], assistant: Assistant
) -> None:
    ada, bo = Conversations(kept.path, "Ada"), Conversations(kept.path, "Bo")
    conversation, changed_at = ada.keep(None, turns[:1])
    for other in (bo, kept):
        assert not other.listed()
        assert not other.turns(conversation, assistant)
        assert other.name(conversation) == other.changed_at(conversation) == ""
        other.rename(conversation, "Mine")
        other.delete(conversation)
        for seen in ("", changed_at):
            assert other.keep(conversation, turns[1:2], seen)[0] != conversation
    assert ada.turns(conversation, assistant) == turns[:1]
    assert ada.name(conversation) == ASKED[0]
    assert len(ada.listed()) == 1


def test_conversations_kept_before_anyone_signed_in_are_nobodys(kept: Conversations, assistant: Assistant) -> None:
    with closing(sqlite3.connect(kept.path)) as database, database:
        database.executescript(
            "CREATE TABLE conversations (id TEXT PRIMARY KEY, name TEXT NOT NULL, changed_at TEXT NOT NULL);"
            "CREATE TABLE turns (conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,"
            " place INTEGER NOT NULL, question TEXT NOT NULL, answer TEXT, error TEXT,"
            " PRIMARY KEY (conversation, place));"
            "INSERT INTO conversations VALUES ('c1', 'Before', '2026-01-01');"
            "INSERT INTO turns VALUES ('c1', 0, 'Who?', NULL, 'none')"
        )
    threads = [threading.Thread(target=kept.listed) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.name for one in kept.listed()] == ["Before"]
    assert kept.turns("c1", assistant) == [Turn("Who?", error="none")]
    assert Conversations(kept.path, "Ada").listed() == []
    kept.delete("c1")
    assert kept.listed() == []


def test_an_answer_of_another_version_is_told_and_the_rest_is_there(
    kept: Conversations, turns: list[Turn], assistant: Assistant
) -> None:
    conversation, _ = kept.keep(None, turns[:3])
    with closing(sqlite3.connect(kept.path)) as database, database:
        database.execute("UPDATE turns SET answer = '{}' WHERE place = 0")
        database.execute("UPDATE turns SET answer = 'rubbish' WHERE place = 1")
    found = kept.turns(conversation, assistant)
    assert [bool(turn.error) for turn in found] == [True, True, False]
    assert found[2] == turns[2]
    assert [one.id for one in kept.listed("bakery")] == [conversation]


def test_a_file_that_is_none_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    path.write_bytes(b"my own notes " * 100)
    with pytest.raises(ConversationsError, match=r"c\.sqlite cannot be used \(file is not a database\); move"):
        Conversations(path).listed()
    assert path.read_bytes() == b"my own notes " * 100


def test_threads_keep_their_own(kept: Conversations, turns: list[Turn]) -> None:
    threads = [threading.Thread(target=kept.keep, args=(None, turns[:1])) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept.listed()) == 12


def test_one_answer_by_itself_has_its_question_once(turns: list[Turn]) -> None:
    for made in (export.as_markdown, export.as_html):
        alone, in_all = made(turns[:1], turns[0].question), made(turns, turns[0].question)
        assert (len(re.findall(r"^(?:# |<h1)", alone, re.MULTILINE)), alone.count("## ") + alone.count("<h2>")) == (
            1,
            0,
        )
        assert in_all.count("\n## ") + in_all.count("<h2>") == len(turns)


def test_an_export_has_every_citation(turns: list[Turn]) -> None:
    markdown, page = export.as_markdown(turns, "Sumy"), export.as_html(turns, "Sumy")
    rows = json.loads(export.as_json(turns))
    assert [Answer.from_dict(row["answer"]) if row["answer"] else None for row in rows] == [one.answer for one in turns]
    for number, turn in enumerate(turns, 1):
        for citation in turn.answer.citations if turn.answer else ():
            assert f"[{citation.number}] " in markdown
            assert f'href="#t{number}-c{citation.number}"' in page
            assert f'id="t{number}-c{citation.number}"' in page
            assert citation.quote in markdown
    assert "The sources disagree" in markdown
    assert "**Yes.** In a separate strike" in markdown
    assert "<strong>Yes.</strong>" in page
    assert "The model is gone" in markdown
    narrowed = replace(turns[0], where=Filter(since="2025-04", outlets=("Meridian Daily",)), asked_on="2025-12-24")
    for made in (export.as_markdown([narrowed], "Sumy"), export.as_html([narrowed], "Sumy")):
        assert "Only: from April 2025; Meridian Daily" in made
        assert "Asked on 24 December 2025" in made
    (row,) = json.loads(export.as_json([narrowed]))
    assert (Filter(**row["where"]), row["asked_on"]) == (narrowed.where, "2025-12-24")


def test_an_export_tells_what_became_of_the_sources_and_what_the_nearest_say(turns: list[Turn]) -> None:
    first, refused = turns[:2]
    assert first.answer
    source = first.sources[0]
    corrected, *others = (replace(one, correction="Correction: 35 was *wrong*.") for one in source.citations)
    source = replace(source, citations=(corrected, *others), replaced=True)
    number = corrected.number
    changed = replace(first, sources=(source, *first.sources[1:]))
    markdown, page = (make([changed, refused], "Sumy") for make in (export.as_markdown, export.as_html))
    assert f"> {source.citations[0].quote}\n\n*replaced by a newer version*\n\n*Correction: 35 was" in markdown
    assert "replaced by a newer version</p>" in page
    assert "Correction: 35 was *wrong*.</p>" in page
    told, other = json.loads(export.as_json([changed, refused]))
    assert told["standing"][str(number)] == ["replaced by a newer version", "Correction: 35 was *wrong*."]
    assert other["standing"] == {}
    assert refused.answer
    for one in refused.answer.nearest:
        assert one.quote
        assert markdown.count(one.title) == page.count(one.title) == 1
        assert f": “{export.escape_markdown(one.quote)}”" in markdown
        assert f": “{html.escape(one.quote)}”" in page
    shown = MarkdownIt("commonmark").render(export.as_markdown([refused], "Sumy"))
    assert shown.count("<li>") == len(refused.answer.nearest)


def test_an_export_shows_hostile_text_and_nothing_else(turns: list[Turn]) -> None:
    answer = turns[0].answer
    assert answer
    evil = "</p><script>alert(1)</script> [x](javascript:alert(1)) ![](http://a.example/i.png)"
    hostile = replace(answer, citations=tuple(replace(one, title=evil, source=evil) for one in answer.citations))
    page, markdown = (make([Turn(evil, hostile)], evil) for make in (export.as_html, export.as_markdown))
    assert "<script" not in page
    assert 'href="javascript' not in page
    shown = MarkdownIt("commonmark").render(markdown)
    assert not re.search(r"<(?:script|img|a)\b", shown)


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"])))
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    shown = MarkdownIt("commonmark").render(export.escape_markdown(text))
    plain = html.unescape(re.sub(r"</?p>|\n", "", shown))
    assert plain == " ".join(text.split())
