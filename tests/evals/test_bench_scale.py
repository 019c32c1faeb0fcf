"""The cost curves over libraries of some hundred passages, in real processes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from assistant.library import Library
from assistant.library.stories import same_story, signature
from evals import scale
from evals.bench_scale import ROWS, main
from evals.synthetic_news import PASSAGES, SyntheticNews


def run(*words: str) -> str:
    result = CliRunner().invoke(main, ["--questions", "3", *words])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.slow
def test_every_figure_is_measured_written_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "COLD_STARTS", 1)
    folder, readme, plot = tmp_path / "grown", tmp_path / "README.md", tmp_path / "scale.svg"
    readme.write_text("<!-- bench:scale -->\n<!-- /bench:scale -->\n")
    run("--size", "100", "--folder", str(folder))
    output = run(
        "--size", "200", "--size", "95", "--folder", str(folder), "--json", str(tmp_path / "figures.json"),
        "--readme", str(readme), "--plot", str(plot),
    )  # fmt: skip
    sizes = json.loads((tmp_path / "figures.json").read_text())["sizes"]
    assert [(one["passages"], one["added"]) for one in sizes] == [(100, 100), (200, 100)]
    assert all(one[name] > 0 for one in sizes for _, name, _ in ROWS)
    assert sizes[0]["disk_mb"] < sizes[1]["disk_mb"]
    assert all(heading in readme.read_text() and heading in output for heading, _, _ in ROWS)
    assert "retrieval, milliseconds" in plot.read_text()
    library = Library(folder / "library")
    assert library.counts() == {"articles": 20, "stories": 20, "passages": 200}
    assert library.faults() == []
    library.close()
    refused = CliRunner().invoke(main, ["--size", "150", "--folder", str(folder)])
    assert refused.exit_code == 1
    assert "holds 200 passages, so 150 cannot be measured" in refused.output


def test_synthetic_articles_are_whole_and_their_questions_lead_back_to_them() -> None:
    news, again = SyntheticNews(), SyntheticNews()
    articles = [news.article(number) for number in range(30)]
    assert again.article(7).version == articles[7].version
    for article in articles[:3]:
        assert len(article.passages) == PASSAGES
        for passage in article.passages:
            assert passage.span == (passage.sentences[0].start, passage.sentences[-1].end)
            assert all(article.text[end - 1] == "." for _, end in passage.sentences)
            assert np.isclose(np.linalg.norm(passage.vector), 1)
            assert passage.sentence_vectors.shape == (len(passage.sentences), len(passage.vector))
    assert not same_story(signature(articles[0].text), signature(articles[1].text))
    passages = [(article, passage) for article in articles for passage in article.passages]
    for number in range(10):
        text, vector = news.question(number, 30)
        article, passage = passages[int(np.argmax([one.vector @ vector for _, one in passages]))]
        inside = article.text[passage.span.start : passage.span.end].lower()
        assert all(word in inside for word in text.split())
