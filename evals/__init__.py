"""Question sets, measures, runs, peers and benchmarks."""

from pathlib import Path

# What comes with the installation: articles to try it on, and question sets.
SAMPLES, SETS = Path(__file__).with_name("samples"), Path(__file__).with_name("sets")
