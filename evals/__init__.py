"""Question sets, measures, runs, peers and benchmarks."""

from pathlib import Path

# What comes with the installation: articles to try it on, others that a question set is asked of, and question sets.
SAMPLES, NEWS, SETS = (Path(__file__).with_name(name) for name in ("samples", "news", "sets"))
