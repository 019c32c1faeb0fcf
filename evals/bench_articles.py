"""The articles and questions that are timed: a person's own, or made-up news that is the same everywhere."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ingest.segmentation import split_sentences
from ingest.sources import find_sources

WORDS_PER_ARTICLE = 1300
# Made-up articles come from OUTLETS outlets, one every third day.
OUTLETS, FIRST_DAY = 10, date(2024, 1, 1)

# Names, places, roles, things, acts, times and reasons, a list a paragraph.
_LISTS = """\
Adeyemi, Brandt, Castellanos, Dvorak, Eriksen, Ferreira, Gupta, Haddad, Ivanova, Jensen, Kowalski, Lindqvist,
Moreau, Nakamura, Okafor, Petrenko, Quispe, Rossi, Svensson, Tanaka

Antwerp, Bristol, Cordoba, Dakar, Esbjerg, Fresno, Gdansk, Hanover, Izmir, Jakarta, Kisumu, Leipzig, Malmo,
Nagoya, Oporto, Plovdiv, Quito, Rennes, Sapporo, Tampere

minister, engineer, judge, trader, nurse, fisher, professor, mayor, pilot, farmer

harbour, railway, budget, reservoir, hospital, refinery, vaccine, satellite, orchard, museum, tariff, bridge,
school, airport, pension, forest, cable, election, strike, market

approved, delayed, criticised, inspected, financed, closed, expanded, defended, audited, reopened, halted,
described, ordered, sold, rebuilt, measured, surveyed, promised

on Monday, last week, in early March, after a long debate, before the summer, at dawn, in 2023, during the
talks, despite the rain, for the second time, under a new law, without notice

because costs had doubled, as the water kept rising, although few had asked for it, to calm investors, while
residents waited outside, since no other bidder came, so that repairs could begin, even though the inquiry is
not over, to meet a deadline set in the spring"""
_NAMES, _PLACES, _ROLES, _THINGS, _ACTS, _WHEN, _WHY = (
    part.replace("\n", " ").split(", ") for part in _LISTS.split("\n\n")
)


@dataclass(frozen=True, slots=True)
class Half:
    """A folder of article files, how many there are and how many words they hold, titles included."""

    folder: Path
    articles: int
    words: int


def write_articles(
    folder: Path, count: int, source: Path | None = None, words: int = WORDS_PER_ARTICLE
) -> tuple[Half, Half]:
    """Writes `count` articles (fewer where there are no more) into the folders a/ and b/, turn by turn.

    They come from `source`, a folder of files or a JSONL (.gz or not) whose lines have "text" and maybe "title" and
    "date"; without one they are made up, of about `words` words.
    Raises ValueError when there are fewer than two.
    """
    halves = (folder / "a", folder / "b")
    for half in halves:
        half.mkdir(parents=True)
    numbers, lengths = [0, 0], [0, 0]
    for number, (name, content) in enumerate(_contents(count, source, words)):
        side = number % 2
        (halves[side] / f"{number:05d}-{name}").write_bytes(content)
        numbers[side] += 1
        lengths[side] += len(content.decode("utf-8", "replace").split())
    if not all(numbers):
        raise ValueError(f"A benchmark needs at least two articles, and {source or 'this count'} gives {sum(numbers)}.")
    first, second = (Half(*values) for values in zip(halves, numbers, lengths, strict=True))
    return first, second


def make_questions(texts: Sequence[tuple[str, str]], count: int) -> list[str]:
    """`count` queries from (title, text) pairs: in turn a title and a dozen words from the middle of an article."""
    questions = []
    for number in range(count):
        title, text = texts[number % len(texts)]
        sentences = split_sentences(text)
        sentence = sentences[(len(sentences) // 2 + number // len(texts)) % len(sentences)]
        asked = " ".join(text[sentence.start : sentence.end].split()[:12])
        questions.append(title if number % 2 == 0 and title else asked)
    return questions


def made_up_article(number: int, length: int = WORDS_PER_ARTICLE) -> tuple[str, str]:
    """(title, text) of an article of about `length` words in paragraphs: the same number gives the same article."""
    words = random.Random(number)  # noqa: S311 - no secret, only variety
    title = f"{words.choice(_PLACES)} {words.choice(_THINGS)} {words.choice(_ACTS)} {words.choice(_WHEN)}"
    paragraphs: list[str] = []
    so_far = 0
    while so_far < length:
        paragraph = " ".join(_sentence(words) for _ in range(words.randint(2, 5)))
        so_far += len(paragraph.split())
        paragraphs.append(paragraph)
    return title, "\n\n".join(paragraphs)


def _sentence(words: random.Random) -> str:
    who = f"{words.choice(_ROLES)} {words.choice(_NAMES)} of {words.choice(_PLACES)}"
    what = f"{words.choice(_ACTS)} the {words.choice(_PLACES)} {words.choice(_THINGS)}"
    figure = f"{words.randint(2, 98)} percent" if words.random() < 0.5 else f"${words.randint(2, 900)} million"
    patterns = (
        f"The {who} {what} {words.choice(_WHEN)}, {words.choice(_WHY)}.",
        f'"We {what} {words.choice(_WHY)}," said {who}, who put the loss at {figure}.',
        f"About {figure} went to the {words.choice(_THINGS)} in {words.choice(_PLACES)}, and a {who} {what}.",
        f"{_opening(words.choice(_WHY))}, the {who} {what} and {words.choice(_ACTS)} its {words.choice(_THINGS)}.",
    )
    return words.choice(patterns)


def _opening(text: str) -> str:
    return text[0].upper() + text[1:]


def _file(title: str, head: str, text: str) -> bytes:
    """An article as a file says it: the headline, what stands below it (who, where, when), the text."""
    return "\n\n".join(part for part in (title, head, text) if part).encode()


def _contents(count: int, source: Path | None, words: int) -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of each article."""
    if source is None:
        for number in range(count):
            title, text = made_up_article(number, words)
            day = (FIRST_DAY + timedelta(days=3 * number)).isoformat()
            head = f"By Ada {_NAMES[number % len(_NAMES)]}\nThe {_PLACES[number % OUTLETS]} Courier\n{day}"
            yield "made-up.txt", _file(title, head, text)
    elif source.is_dir():
        for path in find_sources([source]).files[:count]:
            yield path.name, path.read_bytes()
    else:
        with (
            gzip.open(source, "rt", encoding="utf-8")
            if source.suffix == ".gz"
            else source.open(encoding="utf-8") as lines
        ):
            for _, line in zip(range(count), lines, strict=False):
                values = json.loads(line)
                title, day = (values.get(name) or "" for name in ("title", "date"))
                yield "article.txt", _file(title, day, values["text"])
