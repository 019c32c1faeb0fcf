"""Which articles carry the same text: estimates beside exact similarities, and stories that hang together."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.library.stories import BANDS, SAME_STORY, SHINGLE, bands, group, same_story, signature, stored_signature
from tests.examples import times

VOCABULARY = [f"word{number}" for number in range(5000)]


def drawn(words: random.Random, length: int) -> list[str]:
    return words.choices(VOCABULARY, k=length)


def edited(words: random.Random, text: list[str], share: float) -> list[str]:
    return [words.choice(VOCABULARY) if words.random() < share else word for word in text]


def jaccard(a: list[str], b: list[str]) -> float:
    first, second = ({tuple(text[i : i + SHINGLE]) for i in range(len(text) - SHINGLE + 1)} for text in (a, b))
    return len(first & second) / len(first | second)


def test_signatures_estimate_the_similarity_and_decide_as_the_exact_one_does() -> None:
    words = random.Random(3)
    errors = []
    for number in range(60):
        text = drawn(words, words.choice((80, 400, 1200)))
        copy = edited(words, text, (0.005, 0.02, 0.08, 0.2, 0.5)[number % 5])
        exact = jaccard(text, copy)
        one, other = signature(" ".join(text)), signature(" ".join(copy))
        errors.append(float((one == other).mean()) - exact)
        if abs(exact - SAME_STORY) > 0.15:
            assert same_story(one, other) == (exact > SAME_STORY), exact
    assert np.abs(errors).mean() < 0.04
    assert abs(np.mean(errors)) < 0.02


def test_a_signature_is_the_same_in_every_process_and_version() -> None:
    # Signatures are stored: other figures here need another layout of the library.
    text = " ".join(f"The talks of day {day} ended in Riyadh without a date." for day in range(9))
    assert signature(text)[:4].tolist() == [
        1581840568,
        3234664375,
        1109689365,
        907384886,
    ]
    assert same_story(signature("Two words"), signature("two, WORDS!"))
    assert not same_story(signature(""), signature("Two words"))


def test_a_stored_signature_reads_back_and_has_its_bands() -> None:
    one = signature(" ".join(drawn(random.Random(1), 300)))
    assert np.array_equal(stored_signature(one.tobytes()), one)
    assert len(bands(one)) == BANDS
    assert b"".join(bands(one)) == one.tobytes()


def test_a_chain_of_copies_is_one_story_in_whatever_order_it_is_given() -> None:
    words = random.Random(5)
    wire = drawn(words, 1400)
    texts = {f"part-{number}": wire[150 * number :][:800] for number in range(4)}
    assert jaccard(texts["part-0"], texts["part-2"]) < SAME_STORY < jaccard(texts["part-0"], texts["part-1"])
    texts |= {f"alone-{number}": drawn(words, 300) for number in range(20)}
    signatures = {name: signature(" ".join(text)) for name, text in texts.items()}
    stories = group(signatures)
    assert stories == group(dict(reversed(signatures.items())))
    assert stories == {name: "part-0" if name.startswith("part") else name for name in texts}
    assert group({}) == {}


WIRE = drawn(random.Random(7), 900)
# Stretches of one text: neighbours are copies of each other, those far apart are only connected by what is between.
STRETCHES = [signature(" ".join(WIRE[start:][:500])) for start in range(0, 400, 50)]


@times(0.6)
@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.sampled_from(range(len(STRETCHES)))), st.randoms())
def test_stories_are_the_same_in_whatever_order_articles_arrive(placed: dict[str, int], chance: random.Random) -> None:
    names = list(placed)
    chance.shuffle(names)
    stories = group({name: STRETCHES[placed[name]] for name in names})
    assert stories == group({name: STRETCHES[stretch] for name, stretch in placed.items()})
    assert all(
        stories[story] == story == min(name for name in names if stories[name] == story) for story in stories.values()
    )


def test_a_short_body_is_the_same_story_only_under_the_same_title() -> None:
    notice = "Sign up for our newsletter and read what is new in science every morning at seven."
    one = signature(notice, "Harbour strike ends")
    assert same_story(one, signature(notice.upper(), "Harbour strike ends!"))
    assert not same_story(one, signature(notice, "Bridge to reopen in May"))


NOTICE = """We will use the details that you have shared to manage your registration. You agree to the processing,
storage and use of this information as described in our privacy policy. Would you like to receive our newsletter? It
brings you a daily digest of news and analysis. You can manage your choices in your account whenever you wish."""


def test_a_notice_in_place_of_the_text_makes_no_story_of_a_site_s_pages() -> None:
    pages = ("Harbour strike ends | The Daily Digest", "Bridge to reopen in May | The Daily Digest", "Quiz of the week")
    signatures = {title: signature(NOTICE, title) for title in pages}
    assert len(set(group(signatures).values())) == 3
    assert same_story(signatures[pages[0]], signature(NOTICE, pages[0]))


def test_a_wire_report_is_the_same_story_under_other_headlines() -> None:
    report = """The harbour of Orrin opened again on Monday after a strike of nine days, the port authority said. Forty
    ships had waited outside. Dockers had asked for a rise of six per cent and accepted four, with a further talk in the
    autumn. The union called it a fair end to a long dispute, and the employers said that all berths would be worked."""
    titles = ("Harbour strike ends", "Dockers at Orrin return to work - The Courier", "Strike over", "")
    signatures = {title: signature(report, title) for title in titles}
    assert len(set(group(signatures).values())) == 1


def test_a_wire_brief_is_the_same_story_under_headlines_that_have_none_of_its_words() -> None:
    brief = " ".join(drawn(random.Random(13), 180))
    titles = ("Harbour strike ends", "Dockers at Orrin return to work")
    assert same_story(*(signature(brief, title) for title in titles))


def test_what_many_long_pages_carry_below_their_report_does_not_make_them_one_story() -> None:
    words = random.Random(11)
    gallery = drawn(words, 6000)
    one, other = (drawn(words, 1900) + gallery for _ in range(2))
    assert jaccard(one, other) > SAME_STORY
    assert not same_story(signature(" ".join(one)), signature(" ".join(other)))
    assert same_story(signature(" ".join(one)), signature(" ".join(one[:1900] + other[1900:])))
