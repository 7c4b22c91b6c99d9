"""A run's report: one HTML page that reads like a colleague's review. `report(run)` writes it.

`subject` opens a run, `sections/` computes and words one part each, `rules` turns numbers into
findings and advice, `texts/` holds every sentence in every language, `templates/` the HTML.
"""

from convscope.insight.report.writing import Progress, report

__all__ = ["Progress", "report"]
