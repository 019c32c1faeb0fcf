"""Question sets, measures, runs, peers and benchmarks."""

from pathlib import Path

# What comes with the installation: articles to try it on, and question sets; two of these are asked of the articles in
# the folder of their name.
SAMPLES, SETS = (Path(__file__).with_name(name) for name in ("samples", "sets"))
