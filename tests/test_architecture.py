"""The folder listing and the imports tell the architecture; these tests keep it so."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Collection, Iterator
from graphlib import TopologicalSorter
from itertools import accumulate
from pathlib import Path

import pytest

import assistant
from tests.conftest import ROOT

PACKAGES = ("assistant", "ingest", "evals", "ui")
MAY_IMPORT = {
    "assistant": {"assistant"},
    "ingest": {"assistant", "ingest"},
    "evals": {"assistant", "ingest", "evals"},
    "ui": {"assistant", "ingest", "evals", "ui"},
}
# Within `ui`, the page's parts know nothing of each other, nor of the command line; what lies at its top starts them.
WITHIN_UI = {
    "wording": {"wording"},
    "commands": {"wording", "commands"},
    "settings": {"wording", "settings"},
    "page": {"wording", "settings", "page"},
    "articles": {"wording", "settings", "page", "articles"},
    "asking": {"wording", "settings", "page", "asking"},
    "evaluations": {"wording", "settings", "page", "evaluations"},
    "screens": {"wording", "settings", "page", "articles", "asking", "evaluations"},
}
# One third-party library per seam. The peers of the benchmark are other people's systems and may use what they like.
SEAMS = {
    "chromadb": {"assistant/library/vectors.py", "assistant/library/vector_server.py", "evals/peers.py"},
    "tantivy": {"assistant/library/words.py"},
    "sqlite3": {
        "assistant/library/catalogue.py",
        "assistant/library/database.py",
        "assistant/library/regrouping.py",
        "ui/asking/conversations.py",
    },
    "rensa": {"assistant/library/stories.py"},
    "sentence_transformers": {
        "assistant/cross_encoders.py",
        "assistant/embedding.py",
        "assistant/reranking.py",
        "assistant/support/model.py",
    },
    "huggingface_hub": {"assistant/embedding.py"},
    "onnxruntime": {"assistant/answering/reader.py", "assistant/query_encoder.py", "evals/training/export.py"},
    "llama_index": {"assistant/llama.py", "assistant/llm.py", "evals/peers.py"},
    "xllamacpp": {"assistant/gguf.py"},
    "ollama": {"assistant/llm.py"},
    "ir_measures": {"evals/ranking.py"},
    "matplotlib": {"evals/report/plots.py", "evals/report/svg.py", "evals/scale_plot.py"},
    "jinja2": {"evals/report/page.py", "ui/asking/export.py"},
    "trafilatura": {"evals/benchmarks/extraction.py", "ingest/readers/html.py"},
    "pypdf": {"ingest/readers/pdf.py"},
    "docx": {"ingest/readers/docx.py"},
    "feedparser": {"ingest/readers/feed.py"},
    "warcio": {"ingest/readers/warc.py"},
    "zipfile": {"ingest/readers/epub.py", "ingest/readers/zip.py"},
    "sentencex": {"ingest/segmentation.py"},
    "dateparser": {"ingest/dates.py"},
    "httpcore": {"ingest/web/addresses.py", "ingest/web/fetching.py"},
    "httpx": {"assistant/llm.py", "ingest/web/fetching.py"},
    "watchfiles": {"ui/commands/watching.py"},
}
LONGEST = 330


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Top-level names of everything the file imports, wherever in the file it does."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_inwards_and_keep_to_their_seams(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    found = imports(path)
    assert not (found & set(PACKAGES)) - MAY_IMPORT[name.split("/")[0]]
    for library, allowed in SEAMS.items():
        assert library not in found or name in allowed, f"{name} imports {library}"
    if "streamlit" in found:
        assert name.startswith("ui/")


def test_the_parts_of_the_page_build_on_each_other_in_one_direction() -> None:
    folders = {path.parent.name for path in (ROOT / "ui").glob("*/*.py")}
    assert folders == set(WITHIN_UI)
    for folder in folders:
        for path in (ROOT / "ui" / folder).glob("*.py"):
            found = imported_from_ui(path.read_text(encoding="utf-8"))
            assert found <= WITHIN_UI[folder], f"{path.relative_to(ROOT)} imports {found - WITHIN_UI[folder]}"


def imported_from_ui(code: str) -> set[str]:
    """The parts of `ui` that the code imports, wherever in it and in whatever words; "" for all of them at once."""
    modules = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {f"{module}.".split(".")[1] for module in modules if module.split(".")[0] == "ui"}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from ui.asking.turns import Turn", {"asking"}),
        ("from ui import asking, page", {"asking", "page"}),
        ("import ui.asking.turns, ui.serving as starting", {"asking", "serving"}),
        ("def show(): import ui.asking", {"asking"}),
        ("import ui", {""}),
        ("import uuid; from assistant import ui", set()),
    ],
)
def test_an_import_from_the_page_is_seen_in_whatever_words(code: str, found: set[str]) -> None:
    assert imported_from_ui(code) == found


def test_tests_of_a_new_folder_are_collected(tmp_path: Path) -> None:
    (tmp_path / "test_new.py").write_text("def test_new(): pass", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-n", "0", "--collect-only", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == 0, run.stdout


def test_files_stay_readable() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_importing_is_instant_and_loads_nothing_heavy() -> None:
    heavy = ["numpy", "torch", "chromadb", "tantivy", "sentence_transformers", "streamlit", "llama_index", "pydantic"]
    heavy += ["pypdf", "docx", "feedparser", "warcio", "lxml"]
    code = f"import sys, assistant, ui.cli; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "[]"


def test_no_module_imports_itself_by_way_of_others() -> None:
    modules = {path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): path for path in sources()}
    modules = {name.removesuffix(".__init__"): path for name, path in modules.items()}
    graph = {name: imported_at_once(path, name, modules) for name, path in modules.items()}
    list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def imported_at_once(path: Path, name: str, modules: Collection[str]) -> set[str]:
    """Our modules that importing the file at `path` imports: not what its functions do, nor what only types need."""
    statements = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if not isinstance(node, ast.If)]
    wanted = {alias.name for node in statements if isinstance(node, ast.Import) for alias in node.names}
    for node in statements:
        if isinstance(node, ast.ImportFrom) and node.module:
            wanted |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    # With a module come the packages it lies in, of which those around the importing one are there already.
    outer = {parent for one in wanted for parent in accumulate(one.split("."), "{}.{}".format)}
    return {one for one in outer if one in modules and one != name and not f"{name}.".startswith(f"{one}.")}


def test_public_names_are_those_listed() -> None:
    assert sorted(assistant.__all__) == assistant.__all__
    for name in assistant.__all__:
        assert getattr(assistant, name) is not None
    with pytest.raises(AttributeError):
        assistant.chunk  # noqa: B018
