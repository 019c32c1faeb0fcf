"""A plot as inline SVG, drawn by matplotlib and coloured by the page's style sheet.

Ink is `currentColor` and each run's colour a CSS variable, so that one drawing reads in light and dark. Text stays
text. The same drawing gives the same bytes: no date is written, and ids hang on the plot alone.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Stand-ins that matplotlib takes for colours, and what the page gets in their place.
INK = "#010203"
RUN_COLOURS = ("#0a0b01", "#0a0b02", "#0a0b03", "#0a0b04", "#0a0b05", "#0a0b06")
GOOD, BAD = "#0a0b07", "#0a0b08"
CSS_COLOURS = {INK: "currentColor", GOOD: "var(--good)", BAD: "var(--bad)"} | {
    colour: f"var(--run-{i})" for i, colour in enumerate(RUN_COLOURS)
}
# Inches of 72 CSS pixels: as wide as a phone, where its text is then as large as it says.
WIDTH, HEIGHT = 4.8, 3.4


def plain_style(ink: str) -> dict[str, Any]:
    """Matplotlib's settings for any plot of ours: text stays text, two axes, a grid behind the lines."""
    return {
        "svg.fonttype": "none",
        "text.color": ink,
        "axes.labelcolor": ink,
        "axes.edgecolor": ink,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.grid": True,
        "legend.frameon": False,
        "figure.constrained_layout.use": True,
    }


STYLE = plain_style(INK) | {
    "font.size": 11,
    "grid.color": INK,
    "grid.alpha": 0.12,
    "xtick.color": INK,
    "ytick.color": INK,
    "lines.linewidth": 1.8,
}
# Matplotlib's settings are those of the whole process.
_DRAWING = threading.Lock()
NAMESPACE = "{http://www.w3.org/2000/svg}"


class Plot(NamedTuple):
    """A plot: its title and its SVG markup, which says its figures in words for those who do not see it."""

    title: str
    svg: str


def draw_plot(
    title: str, words: Sequence[str], draw: Callable[[Axes], None], *, legend: bool, height: float = HEIGHT
) -> Plot:
    """The plot that `draw` draws, `height` inches high; `words` say what it shows, a part each.

    The user's matplotlib settings do not count and are left as they were. Ids hang on the title: the plots of one
    page need different ones.
    """
    import matplotlib.style
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    name = "".join(char if char.isalnum() else "-" for char in title.lower())
    written = io.BytesIO()
    with _DRAWING, matplotlib.style.context(["default", STYLE | {"svg.hashsalt": name}]):
        figure = Figure(figsize=(WIDTH, height))
        FigureCanvasSVG(figure)
        axes = figure.subplots()
        draw(axes)
        if legend:
            figure.legend(*axes.get_legend_handles_labels(), loc="outside upper left", ncols=len(RUN_COLOURS))
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(written, format="svg", transparent=True, metadata=nothing)
    return Plot(title, _inline(written.getvalue(), name, title, f"{'; '.join(words)}."))


def _inline(svg: bytes, name: str, title: str, description: str) -> str:
    """The SVG as part of a page: as wide as its place, in the page's colours and font, with its title and words."""
    from lxml import etree

    root = etree.fromstring(svg)
    for one in root.iter():
        # These ids (axes_1, ...) come again in every plot and nothing refers to them; the others are hashes.
        if one.tag == f"{NAMESPACE}g":
            one.attrib.pop("id", None)
        if one.tag == f"{NAMESPACE}text":
            one.set("style", f"{one.get('style')}; font-family: inherit")
    for length in ("width", "height"):
        del root.attrib[length]
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = etree.Element(f"{NAMESPACE}{tag}", id=f"{name}-{tag}")
        element.text = text
        root.insert(place, element)
    drawn: str = etree.tostring(root, encoding="unicode")
    for stand_in, colour in CSS_COLOURS.items():
        drawn = drawn.replace(stand_in, colour)
    return drawn
