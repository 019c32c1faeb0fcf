"""What a page that was copied whole states of its report: headline, byline, outlet and dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.date_lines import DAYS_FIRST, Stated, read_date_line, read_dates
from ingest.dates import PUBLISHED, UPDATED
from ingest.document import Document
from ingest.furniture import SECTION, is_furniture
from ingest.language import language_of
from ingest.names import is_name
from ingest.page_byline import bare_byline, is_byline_label, is_role_line, prefixed_byline
from ingest.page_outlet import is_named, outlet_of
from ingest.site_lines import STAMP, is_site_line
from ingest.whole_pages import PageReport

# Byline and date stand so many lines above the headline or the first sentence's end at most; what is further up is the
# day of reading.
ABOVE, BEHIND = 3, 4
# Below a standfirst that ends as a sentence they stand so many lines behind it at most.
HEAD_LINES = 12
# A bare name is a byline so near to a date, a role or a button for sharing.
BESIDE = 2

_SHARE = re.compile(
    r"share|save|teilen|merken|partager|compartir|condividi|delen|bewaren|dela|del|udostępnij", re.IGNORECASE
)
_BARS = re.compile(r"\s*[|·•]\s*")
# "Publié lundi à 07:12"
_UNDATED = re.compile(rf"(?:{PUBLISHED}|{UPDATED})\b", re.IGNORECASE)
_OUTLET_LABEL = re.compile(r"(?:source|outlet|publisher|published (?:by|in))\s*:\s*(?P<outlet>.{2,60})", re.IGNORECASE)


def read_page_head(known: Document, page: PageReport) -> Document:
    """What is known with what the page states of its report; what is known already stays."""
    head = _Head(page)
    byline = known.byline or head.byline()
    published, updated = head.dates()
    above = page.page[page.title - 1] if 0 < page.title < len(page.page) else ""
    return replace(
        known,
        title=known.title or page.headline,
        byline=byline,
        outlet=known.outlet or head.outlet(byline),
        section=known.section or (above if SECTION.fullmatch(above) else None),
        published_at=known.published_at or published,
        updated_at=known.updated_at or updated,
    )


class _Head:
    """The lines around a page's headline, from a few above it to the first sentences."""

    def __init__(self, page: PageReport) -> None:
        self.page = page
        self.lines = [*page.page, ""]  # the last line has one below it, too
        title = min(page.title, page.first)
        self.above = list(range(max(0, title - ABOVE), title))
        # A first sentence may be a standfirst, with byline and date below it.
        behind = sorted(place for place in page.told if place > title)
        self.end = min([page.first + HEAD_LINES, *behind[1:2], len(page.page)])
        below = range(title + 1, min(max(self.end, page.first + BEHIND + 1), len(page.page)))
        self.below = [place for place in below if place not in page.told]
        self.report = " ".join(page.page[place] for place in sorted(page.told))
        self.days_first = (language_of(self.report) or "") in DAYS_FIRST

    def byline(self) -> str | None:
        """The first line that says "By ...", or the names that stand alone beside a date, a role or "Share"."""
        places = self.below + self.above
        for place in places:
            line = self.lines[place].strip("*_ ")
            parts = _BARS.split(line) if self._stated(place) else [line]
            said = [prefixed_byline(part, self.report) for part in parts]
            if len(parts) > 1:  # "Jo Ray · The Courier · Posted: May 3, 2025"
                said.append(bare_byline(parts[0], self.report, self.lines))
            if found := next(filter(None, said), None):
                return found
            following = self.lines[place + 1]
            if is_byline_label(line) and is_name(following) and (found := bare_byline(following, "", ())):
                return found
        bare = [place for place in self.below if place < self.end and self._is_beside(place)]
        found_names: list[str] = []
        for place in bare:
            with_role = is_role_line(self.lines[place - 1]) or is_role_line(self.lines[place + 1])
            if (name := self._bare(place)) and (with_role or not found_names):
                found_names.append(name)
        return ", ".join(dict.fromkeys(found_names)) or None

    def dates(self) -> tuple[str | None, str | None]:
        """(published, updated): below the headline or right above it, else as labelled behind the report.

        What was updated before the report was published, by a line behind it, is something else of the site's.
        """
        near = [
            [one for one in self._stated(place) if one.label or place < self.end]
            for place in [*self.below, *self.above]
        ]
        published, updated = read_dates(near)
        last = max(self.page.told, default=len(self.page.page))
        labelled = [
            [one for one in self._stated(place) if one.label == "updated" or (one.label and place <= last + BEHIND)]
            for place in range(last + 1, len(self.lines))
        ]
        later_published, later_updated = read_dates(labelled)
        published = published or later_published
        if later_updated and later_updated[:10] < (published or "")[:10]:
            later_updated = None  # "Privacy policy last updated: 1 January 2020"
        return published, updated or later_updated

    def outlet(self, byline: str | None) -> str | None:
        """As labelled beside the headline, else the name for which most speaks."""
        for place in [*self.above, *self.below]:
            label = _OUTLET_LABEL.fullmatch(self.lines[place])
            if label and is_name(label["outlet"]):
                return label["outlet"]
        below = [place for place in self.below if place < self.end]
        noted = [place for place in below if self._stated(place) or (byline and byline in self.lines[place - 1])]
        parts = [part for place in noted for part in _BARS.split(self.lines[place])]
        return outlet_of(self.page, byline, [part for part in parts if is_name(part) and is_named(part)])

    def _stated(self, place: int) -> list[Stated]:
        return [] if place in self.page.told else read_date_line(self.lines[place], self.days_first)

    def _is_beside(self, place: int) -> bool:
        near = [
            other
            for other in range(place - BESIDE, place + BESIDE + 1)
            if other != place and self.page.title < other < self.end
        ]
        return any(
            self._stated(other)
            or is_role_line(self.lines[other])
            or STAMP.fullmatch(self.lines[other])
            or _SHARE.fullmatch(self.lines[other])
            or _UNDATED.match(self.lines[other])
            for other in near
        )

    def _bare(self, place: int) -> str | None:
        line = self.lines[place].strip("*_ ")
        if is_furniture(line) or is_site_line(line) or place in self.page.told:
            return None
        found = bare_byline(line, self.report, self.lines)
        dated = any(self._stated(other) for other in (place - 1, place + 1))
        elsewhere: Sequence[str] = [self.report, *self.lines[: self.page.title + (not dated)]]
        return found if found and not any(found in text for text in elsewhere) else None
