"""What questions are narrowed down to: dates, outlets, sections, languages. It stays in sight, and in the address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from assistant import Filter
from assistant.library.facets import Facets
from ui.asking import views
from ui.wording.text import counted, escape, where_line, written_date

# The choices' places in the page's address.
DATES, OUTLETS, SECTIONS, LANGUAGES = "dates", "outlets", "sections", "languages"
# Dates are chosen by day, by month or by year, whichever are no more than this.
STEPS = 120
_UNITS = ((len("2025-03-22"), "D"), (len("2025-03"), "M"), (len("2025"), "Y"))
# One value is no choice.
FEW = 2
# Characters of what an address asks for that are repeated: it is anybody's to write.
SHOWN = 60


def show_filter(facets: Facets) -> Filter | None:
    """The choices there are; what was chosen, None where that is everything."""
    counts = steps(facets.dates)
    if "not_here" not in st.session_state:  # once: what cannot be chosen is gone from the address afterwards
        asked = {key: st.query_params.get_all(key) for key in (DATES, OUTLETS, SECTIONS, LANGUAGES)}
        st.session_state.not_here = not_here(asked, [written_date(step) for step in counts], facets)
    with st.container(key="filters", horizontal=True, vertical_alignment="center"):
        since, until = _choose_dates(facets, counts)
        articles = sum(facets.dates.values()) + facets.undated
        outlets = _choose(OUTLETS, "Outlets", "newspaper", facets.outlets, articles)
        sections = _choose(SECTIONS, "Sections", "topic", facets.sections, articles)
        languages = _choose(LANGUAGES, "Languages", "translate", facets.languages, articles)
        chosen = {"outlets": outlets, "sections": sections, "languages": languages}
        where = Filter(since=since, until=until, **{name: tuple(values) for name, values in chosen.items()})
        if st.session_state.not_here:
            st.html(f'<p class="aa-where aa-lost" role="status">{escape(st.session_state.not_here)}</p>')
        if not where:
            return None
        st.html(f'<p class="aa-where" role="status">Only {escape(where_line(where))}</p>')
        st.button("Clear", key="all", icon=":material/close:", type="tertiary", on_click=_clear, args=(counts,))
        return where


def steps(dates: dict[str, int]) -> dict[str, int]:
    """The days, months or years from the first to the last, each with its number of articles, none left out.

    They are as fine as STEPS of them allow, years however many; dates that are stated less exactly are in none.
    """
    for size, unit in _UNITS:
        counts: Counter[str] = Counter()
        for stated, articles in dates.items():
            if len(stated) >= size:
                counts[stated[:size]] += articles
        if not counts:
            continue
        first, last = (pd.Period(end(counts), freq=unit) for end in (min, max))
        if last.ordinal - first.ordinal < STEPS or unit == _UNITS[-1][1]:
            return {str(step): counts[str(step)] for step in pd.period_range(first, last)}
    return {}


def not_here(asked: Mapping[str, Sequence[str]], dates: Sequence[str], facets: Facets) -> str:
    """What an address asks for and nothing here is, in a line; "" where all of it is. `dates` can be chosen, as named.

    Of two dates that are asked for, one is not used without the other.
    """
    lost = {
        DATES: [] if len(asked[DATES]) in (0, 2) and set(asked[DATES]) <= set(dates) else asked[DATES],
    }
    there = {OUTLETS: facets.outlets, SECTIONS: facets.sections, LANGUAGES: facets.languages}
    lost |= {key: [one for one in asked[key] if one not in known] for key, known in there.items()}
    told = [
        f"{key} that are not here: {', '.join(one[:SHOWN] for one in values)}" for key, values in lost.items() if values
    ]
    return f"The address asks for {'; '.join(told)}." if told else ""


def _choose_dates(facets: Facets, counts: dict[str, int]) -> tuple[str | None, str | None]:
    if len(counts) < FEW:
        return None, None
    first, last = min(counts), max(counts)
    with st.popover("Dates", key="choose-dates", icon=":material/calendar_month:", type="tertiary"):
        place = st.empty()
        since, until = st.select_slider(
            "Published",
            list(counts),
            (first, last),
            key=DATES,
            format_func=written_date,
            bind="query-params",
            on_change=_chosen,
        )
        place.html(views.histogram(counts, since, until))
        if facets.undated:
            st.caption(f"{counted(facets.undated, 'undated article')} are left out where dates are chosen.")
    return since if since != first else None, until if until != last else None


def _choose(key: str, name: str, icon: str, counts: dict[str, int], articles: int) -> list[str]:
    """Those of the values that are chosen; nothing is offered where all `articles` have the same one, or none has."""
    if len(counts) < FEW and sum(counts.values()) in {0, articles}:
        return []
    with st.popover(name, key=f"choose-{key}", icon=f":material/{icon}:", type="tertiary"):
        return st.multiselect(
            name,
            list(counts),
            key=key,
            bind="query-params",
            on_change=_chosen,
            placeholder=f"All {len(counts)}",
        )


def _clear(counts: dict[str, int]) -> None:
    """Takes back every choice; one that is only forgotten would be read from the address again."""
    if counts:
        st.session_state[DATES] = (min(counts), max(counts))
    for key in (OUTLETS, SECTIONS, LANGUAGES):
        st.session_state[key] = []
    _chosen()


def _chosen() -> None:
    """From now on the choices here count, whatever the address asked for."""
    st.session_state.not_here = ""
