from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evals.benchmarks.altered_facts import rgb_en_fact
from evals.benchmarks.group_statistics import compare_statistics
from evals.benchmarks.support_baselines import WordCoverage, letters_found, longest_match
from evals.benchmarks.support_pairs import climate_fever, wice
from tests.evals.benchmark_runs import figures, run, write

pytestmark = pytest.mark.usefixtures("small_and_apart")


def test_swapped_facts_are_refused_and_what_cannot_be_paired_is_counted(tmp_path: Path) -> None:
    genuine = "The ferry is fast. It sails on 9 March 2016 from Orrin."
    altered = "The ferry is fast. It sails on 9 March 2011 from Orrin."
    row = {
        "id": "r1",
        "query": "When does the ferry sail?",
        "answer": [["Mar 9, 2016", "9 March 2016"]],
        "fakeanswer": "9 March 2011",
        "positive": [genuine, "The harbour is old."],
        "positive_wrong": [altered, "The harbour is old."],
    }
    captain = {
        "id": "r2",
        "query": "Who is the captain?",
        "answer": "Mara Lind",
        "fakeanswer": "Edda Brask",
        "positive": ["The captain of the ferry to Orrin is Mara Lind."],
        "positive_wrong": ["The captain of the ferry to Orrin is Edda Brask."],
    }
    write(tmp_path / "rgb_en_fact" / "questions.jsonl", [row, captain])
    result = run(rgb_en_fact, tmp_path)
    assert result.of == "2 questions, 2 pairs of sentences from 3 passages (1 of them could not be paired)"
    ours = figures(result)
    assert (ours["genuine accepted"], ours["altered accepted"]) == (1, 0)
    # So it is with what is worded differently.
    for condition in (", framed", ", as question and answer"):
        assert (ours[f"genuine accepted{condition}"], ours[f"altered accepted{condition}"]) == (1, 0)
    assert figures(result, "longest match")["altered accepted"] == 1
    # Letters alone see no changed figure, but a changed name.
    assert figures(result, "letters only")["altered accepted"] == 0.5
    assert result.better["altered accepted, framed"] == "less"


def pair(number: int, claim: str, evidence: str, label: str) -> dict[str, Any]:
    return {"id": f"p{number}", "claim": claim, "evidence": evidence, "label": label}


def test_support_pairs_tell_supported_claims_from_others(tmp_path: Path) -> None:
    rows = [
        pair(number, claim, text, label)
        for number in range(10)
        for claim, text, label in (
            (f"Ferry {number} sails at nine.", f"Harbour news.\nFerry {number} sails at nine.", "supported"),
            (f"Ferry {number} sailed.", f"Ferry {number} sails at nine in the morning.", "supported"),
            (f"Bakery {number} closed.", f"The ovens of the town {number} burn wood.", "not_supported"),
            (f"Bakery {number} sails at ten.", f"Bakery {number} sails at nine.", "partially_supported"),
        )
    ]
    write(tmp_path / "wice" / "attribution.jsonl.gz", rows)
    result = run(wice, tmp_path)
    assert result.of == "40 claims, 40 pairs, 20 of them supported"
    ours = figures(result)
    assert (ours["balanced accuracy"], ours["auroc"]) == (1, 1)
    error = ours["calibration error"]
    assert error is not None
    assert 0 < error < 0.25
    assert set(ours) == set(figures(result, "word coverage")) >= {"auroc against partially_supported"}
    assert result.notes[0].startswith("Ours accepts 20 supported pairs and 0 others.")
    limited = run(wice, tmp_path, 3)
    assert limited.of.startswith("3 of 40 claims, 3 pairs")


def test_pairs_of_one_claim_are_drawn_together(tmp_path: Path) -> None:
    rows = [
        pair(3 * number + i, f"Claim {number}.", f"Text {number} of {i} lines.", label)
        for number in range(6)
        for i, label in enumerate(("SUPPORTS", "REFUTES", "NOT_ENOUGH_INFO"))
    ]
    write(tmp_path / "climate_fever" / "attribution.jsonl.gz", rows)
    result = run(climate_fever, tmp_path)
    assert result.of == "6 claims, 18 pairs, 6 of them supported"
    assert result.systems[0].figures["auroc"].n == 6
    # No text says anything of its claim.
    auroc = figures(result)["auroc"]
    assert auroc is not None
    assert auroc < 0.75


def test_statistics_draw_groups_and_compare_on_the_same_draws() -> None:
    values = {"ours": np.arange(6.0), "theirs": np.arange(6.0) - 1}
    measures = {name: {"mean": lambda rows, v=mine: float(v[rows].mean())} for name, mine in values.items()}
    ours, theirs = compare_statistics(measures, [[0, 1], [2, 3], [4, 5]])
    assert ours.figures["mean"].mean == 2.5
    assert ours.figures["mean"].n == 3
    assert ours.lead == {}
    # A lead that is the same for every row is the same in every draw.
    assert tuple(theirs.lead["mean"])[:3] == pytest.approx((1, 1, 1))


def test_matchers_of_peers() -> None:
    assert longest_match("abcdef", ["xxabcxx", "defxx"]) == 0.5
    assert longest_match("", ["abc"]) == 0
    assert letters_found("On 9 March!", ["it came on 12 march 2017"]) == 1
    assert letters_found("On 9 June!", ["it came on 12 march 2017"]) == 0
    sentences = ["ferries sail daily", "ferries stay in Orrin", "ferries sail at night"]
    coverage = WordCoverage(sentences)
    assert coverage("Ferries sail daily", sentences) == pytest.approx(1)
    # Orrin is rarer than ferries, which every sentence has.
    assert coverage("Ferries Orrin bakery", [sentences[1]]) > coverage("Ferries Orrin bakery", [sentences[0]]) > 0
    assert coverage("", sentences) == 0
