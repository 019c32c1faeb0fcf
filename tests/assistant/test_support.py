"""The support check: what is quoted passes, what is reworded passes, what is altered does not."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ModelError
from assistant.support import SUPPORTED, check, support
from assistant.support.facts import Dateline
from assistant.support.model import SupportModel
from tests.tiny_models import tiny_bert

LINE = Dateline("Talks in Kyiv end", "Harbour News", "2025-04-18")  # a Friday
MONTHS = "January February March April May June July August September October November December".split()


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("24 people were hurt.", "Two dozen people were hurt."),
        ("Half a million people fled.", "About 500,000 people fled."),
        ("The plan costs $75 billion.", "The plan costs 75bn dollars."),
        ("The plan costs 75,000 million dollars.", "The plan costs US$75 billion."),
        ("Prices rose 4.5%.", "Prices rose 4.5 per cent."),
        ("The 3rd round ended at 19:30.", "The third round ended at 7:30 p.m."),
        ("It opened on April 18, 2025.", "It opened on 18 April 2025."),
        ("It opened on 2025-04-18.", "It opened on the 18th of April, 2025."),
        ("It opened on 18 April 2025.", "It opened on Friday."),
        ("The fire began on 17 April.", "The fire began yesterday."),
        ("Rubio met Mr. Lavrov.", "Secretary of State Marco Rubio met Sergei Lavrov."),
        ("Rubio’s plan failed in the United States.", "Mr. Rubio's plan failed in the U.S."),
        ("The French president agreed.", "The president of France agreed."),
        ("The WHO warned of measles.", "The World Health Organization warned of measles."),
        ("Zelenskyy spoke in Kyiv.", "Zelensky spoke in Kyiv."),
        ("Russia was accused of lying by Ukraine.", "Ukraine accused Russia of lying."),
        ("According to the article, the ferry sails at nine.", "The ferry sails at nine."),
        ("Rubio said, “we are done”.", '"We are done," Rubio said.'),
        ("Who met Lavrov? Marco Rubio.", "Marco Rubio met Lavrov."),
        ("who bought the ferry? the harbour.", "the harbour bought the ferry in march."),
    ],
)
def test_other_wordings_of_the_same_are_supported(sentence: str, quote: str) -> None:
    assert check(sentence, [quote], [LINE]).problems == ()
    assert support(sentence, [quote], [LINE]) >= SUPPORTED


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("25 people were hurt.", "Two dozen people were hurt."),
        ("The plan costs €75 billion.", "The plan costs $75 billion."),
        ("The plan costs $75 million.", "The plan costs $75 billion."),
        ("It is 5 miles long.", "It is 5 kilometres long."),
        ("The third round ended.", "The second round ended."),
        ("It opened on 19 April 2025.", "It opened on 18 April 2025."),
        ("It opened on 18 April 2024.", "It opened on Friday, 18 April."),
        ("It opened on Monday.", "It opened on Friday."),
        ("Lavrov met Putin.", "Rubio met Putin."),
        ("Austria agreed.", "Australia agreed."),
        ("Rubio met Lavrov.", "Rubio did not meet Lavrov."),
        ("Rubio did not meet Lavrov.", "Rubio met Lavrov."),
        ("Rubio will attend.", "Rubio refused to attend."),
        ("30 people died.", "Officials denied that 30 people died."),
        ("30 people died.", "Officials said 130 people died."),
        ("Russia accused Ukraine of lying.", "Ukraine accused Russia of lying."),
        ("“We are done,” Lavrov said.", "“We are done,” Rubio said. Lavrov smiled."),
        ("Rubio said “we are winning”.", "Rubio said “we are done”."),
        ("Norway beat Norway's rivals, Sweden said.", "Sweden beat Norway's rivals, Norway said."),
        ("Who met Lavrov? Steve Witkoff.", "Marco Rubio met Lavrov."),
        ("who bought the ferry? a bank.", "the harbour bought the ferry in march."),
        ("Bread was free.", "It rained in Paris."),
        ("", "It rained."),
    ],
)
def test_what_is_altered_is_not_supported(sentence: str, quote: str) -> None:
    assert support(sentence, [quote], [LINE]) < SUPPORTED


def test_facts_may_stand_in_the_dateline_and_in_several_quotes() -> None:
    assert check("The Harbour News reports that talks ended.", ["The talks ended."], [LINE]).problems == ()
    assert check("The Morning Post reports that talks ended.", ["The talks ended."], [LINE]).problems
    quotes = ["Rubio arrived on Monday.", "Lavrov left at noon."]
    assert check("Rubio arrived on Monday and Lavrov left.", quotes).problems == ()
    assert support(" ".join(quotes), quotes) == 1.0


def test_problems_say_what_is_wrong() -> None:
    found = check("Lavrov paid $3 million.", ["Rubio paid $2 million."]).problems
    assert "the name Lavrov" in found
    assert "the number $3 million" in found


words = st.sampled_from(
    "ferry harbour sailed captain storm evening not never $5 30 “quiet” Orrin Mr. and 18 April".split()
)


@given(st.lists(words, min_size=1, max_size=12), st.lists(words, max_size=8))
def test_a_quotation_is_certain_whatever_else_is_cited(quoted: list[str], other: list[str]) -> None:
    quote = " ".join(quoted)
    assert support(quote, [quote]) == 1.0
    assert support(quote, [" ".join(other) or "It rained.", quote]) == 1.0


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_any_text_has_a_probability(sentence: str, quotes: list[str]) -> None:
    assert 0 <= support(sentence, quotes) <= 1


@given(
    number=st.integers(2, 999),
    other=st.integers(2, 999),
    month=st.integers(0, 11),
    other_month=st.integers(0, 11),
    name=st.sampled_from(["Rubio", "Lavrov", "Orrin", "Kowalski"]),
    other_name=st.sampled_from(["Witkoff", "Putin", "Brask", "Lind"]),
    shape=st.sampled_from(
        [
            "{n} people fled from {name} on {m} 7.",
            "On 7 {m}, {n} people fled from {name}.",
            "{name} saw {n} flee on 7 {m}.",
        ]
    ),
)
def test_changing_any_fact_of_a_supported_sentence_makes_it_unsupported(
    number: int, other: int, month: int, other_month: int, name: str, other_name: str, shape: str
) -> None:
    quote = f"As many as {number:,} people fled from {name}, who saw it, on {MONTHS[month]} 7."

    def said(n: int, m: int, who: str) -> float:
        return support(shape.format(n=n, m=MONTHS[m], name=who), [quote])

    assert said(number, month, name) >= SUPPORTED
    assert said(number, month, other_name) < SUPPORTED
    if other not in {number, 7}:
        assert said(other, month, name) < SUPPORTED
    if other_month != month:
        assert said(number, other_month, name) < SUPPORTED


def test_checking_takes_milliseconds() -> None:
    quotes = [
        f"Rubio met {n + 20} people in Kyiv on {MONTHS[n % 12]} {n + 1}, and they spoke of grain." for n in range(25)
    ]
    started = time.perf_counter()
    for n, quote in enumerate(quotes):
        support(f"In Kyiv, Mr. Rubio met {n + 20} people.", [quote])
    # 1 to 2 ms each where nothing else runs; the bound leaves room for a machine that is busy.
    assert (time.perf_counter() - started) / len(quotes) < 0.05


class Certain:
    """A reader that finds everything supported and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def supports(self, claims: Sequence[str], evidences: Sequence[str]) -> Sequence[float]:
        self.asked += zip(claims, evidences, strict=True)
        return [1.0] * len(claims)


def test_a_reader_judges_in_place_of_the_model_but_not_over_the_facts() -> None:
    reader = Certain()
    quote = "Rubio met Lavrov."
    assert support(quote, [quote], claim_model=reader) == 1.0
    assert reader.asked == []  # what is quoted needs no reading
    assert support("Lavrov talked with Rubio.", [quote], claim_model=reader) == 1.0
    assert reader.asked == [("Lavrov talked with Rubio.", quote)]
    assert support("Lavrov talked with Putin.", [quote], claim_model=reader) < SUPPORTED


@pytest.mark.parametrize(
    ("labels", "place"),
    [(None, 0), (["LABEL_0", "LABEL_1"], 1), (["contradiction", "entailment", "neutral"], 1)],
)
def test_any_cross_encoder_can_be_plugged_in(tmp_path: Path, labels: list[str] | None, place: int) -> None:
    from sentence_transformers import CrossEncoder

    more = {"id2label": dict(enumerate(labels))} if labels else {"num_labels": 1}
    folder = tiny_bert(tmp_path / "reads", "BertForSequenceClassification", **more)
    model = SupportModel(str(folder))
    claims = ["it rained.", "it poured."]
    evidences = ["rain fell.", "the sun shone."]
    found = model.supports(claims, evidences)
    original = CrossEncoder(str(folder), local_files_only=True)
    logits = original.predict(list(zip(evidences, claims, strict=True)), convert_to_tensor=True, activation_fn=None)
    assert len(found) == 2
    assert all(0 < value < 1 for value in found)
    if labels:
        chances = original.predict(list(zip(evidences, claims, strict=True)), apply_softmax=True)
        assert found == pytest.approx([float(row[place]) for row in chances], abs=1e-5)
    else:
        assert found == pytest.approx([float(value) for value in logits], abs=1e-5)
    assert support("It poured.", ["The sun shone."], claim_model=model) == pytest.approx(
        model.supports(["It poured."], ["The sun shone."])[0]
    )


def test_a_support_model_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    assert SupportModel(str(tmp_path / "none")).supports([], []) == []
    with pytest.raises(ModelError, match="ASSISTANT_SUPPORT_MODEL"):
        SupportModel(str(tmp_path / "none")).supports(["a"], ["b"])
    mute = tiny_bert(tmp_path / "mute", "BertForSequenceClassification", num_labels=4)
    with pytest.raises(ModelError, match="none says that a claim is supported"):
        SupportModel(str(mute)).supports(["a"], ["b"])
