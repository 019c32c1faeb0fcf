"""Dates as articles state them; what is not wholly stated is no date."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import read_date, read_dateline, read_labelled_date, read_name, split_date
from tests.examples import times


@pytest.mark.parametrize(
    "stated",
    [
        "2025-03-22",
        "2025-3-22",
        "2025/03/22",
        "2025-03-22 09:30",
        "2025-03-22T09:30:00",
        "March 22, 2025",
        "March 22 2025",
        "MARCH 22, 2025",
        "Mar. 22, 2025",
        "Mar 22, 2025",
        "22 March 2025",
        "22 March, 2025",
        "22-Mar-2025",
        "March 22nd, 2025",
        "22nd of March 2025",
        "Saturday, March 22, 2025",
        "Sat, 22 Mar 2025",
        "March 22, 2025 at 9:30 AM",
        "March 22, 2025, 7:15 a.m.",
        "March 22, 2025.",
        "  March 22, 2025 ",
        "22.03.2025",
        "22/03/2025",
        "03/22/2025",
    ],
)
def test_whole_dates_are_read(stated: str) -> None:
    assert read_date(stated) == "2025-03-22"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2025-03-22T09:30:00Z", "2025-03-22T09:30:00+00:00"),
        ("2025-03-22T09:30:00.123+02:00", "2025-03-22T09:30:00+02:00"),
        ("2025-03-22 09:30:00 -05:00", "2025-03-22T09:30:00-05:00"),
        ("Sat, 22 Mar 2025 09:30:00 GMT", "2025-03-22T09:30:00+00:00"),
        ("March 22, 2025 9:30 am EDT", "2025-03-22T09:30:00-04:00"),
    ],
)
def test_a_time_with_a_zone_is_kept(stated: str, expected: str) -> None:
    assert read_date(stated) == expected


@pytest.mark.parametrize("stated", ["04/04/2025", "4.4.2025"])
def test_numbers_that_can_only_be_one_date_are_read(stated: str) -> None:
    assert read_date(stated) == "2025-04-04"


@pytest.mark.parametrize(
    "stated",
    [
        *("", "x", "Friday", "last Friday", "Monday 3 pm", "March 2025", "March 22", "2025", "Q1 2025", "22 Mar 25"),
        *("today", "yesterday", "tomorrow", "right now", "2 days ago", "3 hours ago", "in 2 days", "a year ago"),
        *("3/4/2025", "03.05.2025", "10-11-12", "12/11/10"),
        *("1742601600", "1742601600000", "20250322", "202503", "100000", "12 345 678", "555-1234", "2025-2026"),
        *("1.2.3", "3.11.2", "3.11.2025", "10.0.19045", "version 3.11.20", "2025.3.1.4", "12:30:45"),
        *("March 32, 2025", "June 31, 2025", "2025-13-45", "2025-02-30", "0001-01-01", "31 December 9999 23:59"),
        *("by May 3, 2025", "May 3-4, 2025", "3 May 2025 - 4 May 2025", "the plan of May 3, 2025", "10 Downing 2025"),
        "March 22, 2025" + " and more" * 20,
    ],
)
def test_anything_less_is_no_date(stated: str) -> None:
    assert read_date(stated) is None


def test_unknown_stays_unknown() -> None:
    assert read_date(None) is None


@given(st.text(max_size=70))
def test_no_text_without_a_year_is_a_date(text: str) -> None:
    stated = read_date(text)
    assert stated is None or stated[:4] in text


@times(1)
@given(
    st.dates(date(1600, 1, 1), date(2200, 12, 31)), st.sampled_from(["%Y-%m-%d", "%B %d, %Y", "%d %b %Y", "%Y/%m/%d"])
)
def test_every_day_is_read_as_it_is_written(day: date, form: str) -> None:
    assert read_date(day.strftime(form)) == day.isoformat()


# As they stand in dates.
MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
}
FORMS = ["{day} {month} {year}", "{day}. {month} {year}", "{day} de {month} de {year}", "{day} {month} {year}, 18:47"]


@times(2)
@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(sorted(MONTHS)), st.sampled_from(FORMS))
def test_every_month_is_read_in_every_language(day: date, language: str, form: str) -> None:
    month = MONTHS[language].split()[day.month - 1]
    assert read_date(form.format(day=day.day, month=month, year=day.year)) == day.isoformat()


@pytest.mark.parametrize("language", sorted(MONTHS))
def test_every_language_has_its_months(language: str) -> None:
    months = enumerate(MONTHS[language].split(), 1)
    assert [read_date(f"9 {month} 2026") for _, month in months] == [f"2026-{n:02}-09" for n in range(1, 13)]


@pytest.mark.parametrize(
    "stated",
    [
        *("20. November 2026, 18:47 Uhr", "jeudi 20 novembre 2026 à 18h47", "20 de noviembre de 2026"),
        *("20 nov. 2026 om 06:15", "20 novembre 2026 alle 07:00", "20 november 2026 kl. 18.47", "20 NOV 2026"),
    ],
)
def test_days_of_other_languages_are_read_with_a_time_behind_them(stated: str) -> None:
    assert read_date(stated) == "2026-11-20"


@times(0.5)
@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_moment_is_read_as_it_is_written(moment: datetime) -> None:
    assert read_date(moment.isoformat()) == moment.isoformat(timespec="seconds")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("March 22, 2025", ("published_at", "2025-03-22")),
        ("Published: 22 March 2025", ("published_at", "2025-03-22")),
        ("Published on March 22, 2025", ("published_at", "2025-03-22")),
        ("First published March 22, 2025", ("published_at", "2025-03-22")),
        ("Posted March 22, 2025", ("published_at", "2025-03-22")),
        ("Date: 2025-03-22", ("published_at", "2025-03-22")),
        ("Updated: March 22, 2025", ("updated_at", "2025-03-22")),
        ("LAST UPDATED: MARCH 22, 2025", ("updated_at", "2025-03-22")),
        ("Last updated on March 22, 2025 at 10:00", ("updated_at", "2025-03-22")),
        ("Last modified 2025-03-22T10:00:00Z", ("updated_at", "2025-03-22T10:00:00+00:00")),
        ("Updated 2 hours ago", None),
        ("Published Friday", None),
        ("Updated: May 3", None),
        ("The talks of March 22, 2025 ended without a result.", None),
    ],
)
def test_labels_tell_which_date_it_is(line: str, expected: tuple[str, str] | None) -> None:
    assert read_labelled_date(line) == expected


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("PARIS, April 18, 2025 (Agency) - The talks ended.", ("2025-04-18", "Agency")),
        ("DUBLIN, Dec. 3, 2025 – The talks ended.", ("2025-12-03", None)),
        ("KYIV, Ukraine, 3 May 2025 (The Wire) — The talks ended.", ("2025-05-03", "The Wire")),
        ("NEW YORK/LONDON, May 3, 2025 — The talks ended.", ("2025-05-03", None)),
        ("WASHINGTON, D.C., May 3, 2025 - The talks ended.", ("2025-05-03", None)),
        ("KYIV, May 3 (Agency) - The talks ended.", (None, "Agency")),
        ("PARIS (Agency) - The talks ended.", (None, "Agency")),
        ("PARIS (April 18) - The talks ended.", (None, None)),
        ("PARIS (Friday, Sept. 5) - The talks ended.", (None, None)),
        ("PARIS (March) - The talks ended.", (None, None)),
        ("PARIS (Marketplace) - The talks ended.", (None, "Marketplace")),
        ("NATO (North Atlantic Treaty Organization) - The alliance met.", (None, None)),
        ("EU (European Union) - The union met.", (None, None)),
        ("U.N. (United Nations) - The council met.", (None, None)),
        ("KYIV, May 3 (The Wire of the North) - The talks ended.", (None, "The Wire of the North")),
        ("The talks of May 3, 2025 - the last ones - ended.", (None, None)),
    ],
)
def test_datelines(paragraph: str, expected: tuple[str | None, str | None]) -> None:
    assert read_dateline(paragraph) == expected


@pytest.mark.parametrize("line", [", " * 40_000 + "x", "x " * 40_000, "A" + "b" * 40_000, "-" * 40_000])
def test_long_lines_take_no_time(line: str) -> None:
    assert (split_date(line), read_labelled_date(line), read_dateline(line)) == (None, None, (None, None))


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2026-04-12_dam.txt", "2026-04-12"),
        ("dam 2026.04.12.md", "2026-04-12"),
        ("20260412 dam.txt", "2026-04-12"),
        ("2026_04_12.html", "2026-04-12"),
        ("dam.txt", None),
        ("2026-13-40.txt", None),
        ("2026-04-12_to_2026-04-19.txt", None),
        ("report-120260412.txt", None),
        ("12-04-2026.txt", None),
        ("news-2026-04-12.txt", "2026-04-12"),
        ("news 20260412.txt", None),
        ("20260412-20260419.txt", None),
        ("export_2026-04-12.txt", None),
        ("saved 2026-04-12.html", None),
        ("2999-04-12 forecast.txt", None),
        ("v1.2026.04.12.txt", None),
    ],
)
def test_the_day_that_a_name_tells(name: str, day: str | None) -> None:
    assert read_name(name) == day
