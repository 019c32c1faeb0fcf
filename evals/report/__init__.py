"""The report of one or more runs: one HTML file that needs nothing else."""

from evals.report.page import report_body, report_html, report_style

__all__ = ["report_body", "report_html", "report_style"]
