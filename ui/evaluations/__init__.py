"""Evaluations in the page: which sets there are, a run of one, what came of the runs."""
