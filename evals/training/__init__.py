"""Trains, measures and exports the reader: one small cross-encoder that says whether a sentence answers a question.

`python -m evals.training --help` names the steps; assistant/answering/reader.py runs what comes out.
"""
