"""The cost curves as one SVG for a page whose theme is unknown: dark ink on a light ground of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from evals.report.svg import plain_style

INK, GROUND = "#1f2328", "#ffffff"
COLOURS = ("#0969da", "#bc4c00", "#1a7f37")
STYLE = plain_style(INK) | {
    "svg.hashsalt": "scale",
    "font.family": "sans-serif",
    "font.sans-serif": ["Helvetica", "Arial", "DejaVu Sans"],
    "font.size": 10,
    "grid.alpha": 0.25,
    "figure.constrained_layout.w_pad": 0.12,
    "figure.constrained_layout.h_pad": 0.08,
}


class Panel(NamedTuple):
    """One of the small plots: its title with the unit, and the figures drawn in it with what they are called."""

    title: str
    lines: tuple[tuple[str, str], ...]


PANELS = (
    Panel(
        "ingest into the library, seconds per 1,000 passages",
        (("ingest_s_per_1000", "elapsed"), ("ingest_cpu_s_per_1000", "processor time")),
    ),
    Panel(
        "retrieval, milliseconds",
        (("retrieval_p95_ms", "p95"), ("retrieval_p50_ms", "p50"), ("parts_p50_ms", "encoding + two searches, p50")),
    ),
    Panel(
        "opening, seconds",
        (("cold_s", "new process to first hits"), ("first_search_s", "first search"), ("open_s", "opening alone")),
    ),
    Panel("space, MB", (("disk_mb", "disk"), ("resident_mb", "memory of the process"))),
)


def write_scale_plot(figures: Sequence[dict[str, Any]], path: Path) -> None:
    """Draws the figures of `evals.scale.grow`, smallest library first, into the SVG file `path`.

    The same figures give the same bytes.
    """
    import matplotlib.style
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter, NullFormatter

    sizes = [one["passages"] for one in figures]
    with matplotlib.style.context(["default", STYLE]):
        figure = Figure(figsize=(8.4, 5.4), facecolor=GROUND)
        FigureCanvasSVG(figure)
        for axes, panel in zip(figure.subplots(2, 2).flat, PANELS, strict=True):
            for (name, called), colour, marker in zip(panel.lines, COLOURS, "os^", strict=False):
                axes.plot(sizes, [one[name] for one in figures], color=colour, marker=marker, label=called)
            axes.set_title(panel.title, fontsize=10, loc="left")
            axes.set(xscale="log", ylim=(0, None))
            axes.set_xticks(sizes)
            axes.xaxis.set_major_formatter(FuncFormatter(lambda size, _: f"{size / 1000:g}k"))
            axes.xaxis.set_minor_formatter(NullFormatter())
            axes.set_xlabel("passages in the library")
            axes.legend(fontsize=9)
        figure.savefig(path, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
