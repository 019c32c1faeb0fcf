"""The benchmark of ingest, small: real articles' length does not matter to what is tested here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from evals.bench_ingest import main


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.filterwarnings("ignore")  # other libraries'
def test_figures_and_table(tmp_path: Path) -> None:
    page, figures_file = tmp_path / "page.md", tmp_path / "figures.json"
    page.write_text("<!-- bench:ingest -->\n<!-- /bench:ingest -->\n", encoding="utf-8")
    words = ["--count", "4", "--overlap", "20", "--size", "3", "--size", "20", "--json", str(figures_file)]
    result = CliRunner().invoke(main, [*words, "--readme", str(page)], catch_exceptions=False)
    assert result.exit_code == 0
    figures = json.loads(figures_file.read_text(encoding="utf-8"))
    paired, growth = figures["paired"], figures["growth"]
    assert paired["ours"]["pieces"] == paired["alone"]["pieces"] > 4
    assert 0 < paired["model_busy"] <= 1
    assert paired["ratios"].keys() == {"starter 256/20"}
    assert growth["peak_mb"].keys() == {"3", "20"}
    assert growth["unchanged_per_s"] > 20
    assert growth["unchanged_loads_model"] is False
    assert f"| ingest / embedding alone | {paired['share_of_alone']:.2f} |" in page.read_text(encoding="utf-8")
