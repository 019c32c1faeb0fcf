"""Trains, measures and exports the reader: one small cross-encoder that says what answers and what supports.

`python -m evals.training --help` names the steps; assistant/answering/reader.py runs what comes out.
"""
