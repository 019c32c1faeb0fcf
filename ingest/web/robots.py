"""What a site's robots.txt allows, by RFC 9309.

The standard library's parser takes the first rule that fits and knows no wildcards, so that "Disallow: /*?print"
would be overlooked; here the longest rule counts, as sites mean it.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

# What is longer is read as far as this; RFC 9309 asks for no less.
LONGEST = 500_000
# Rules of a group, and characters of one, beyond which the rest is left out: sites have hundreds.
MOST_RULES, LONGEST_RULE = 5_000, 2_000


class _Rule(NamedTuple):
    allows: bool
    path: str
    pattern: re.Pattern[str]


class Robots:
    """The rules of one robots.txt for one kind of visitor."""

    def __init__(self, text: str, agent: str) -> None:
        """The groups that name the `agent`, all together, or those for everybody where none does."""
        groups: dict[str, list[_Rule]] = {}
        named: list[str] = []
        naming = False
        for line in text[:LONGEST].lstrip("\ufeff").splitlines():
            key, colon, value = (part.strip() for part in line.partition("#")[0].partition(":"))
            key = key.lower()
            if not colon:
                continue
            if key == "user-agent":
                named = [*named, value.lower()] if naming else [value.lower()]
                groups.setdefault(value.lower(), [])
            elif key in {"allow", "disallow"} and value:
                for name in named:
                    if len(groups[name]) < MOST_RULES and len(value) <= LONGEST_RULE:
                        groups[name].append(_rule(value, allows=key == "allow"))
            naming = key == "user-agent" or (naming and key not in {"allow", "disallow"})
        self._rules = groups.get(agent.lower(), groups.get("*", []))

    def allows(self, url: str) -> bool:
        """Whether a page may be fetched: the longest rule that fits decides, of two as long the one that allows."""
        parts = urlsplit(url)
        path = _quoted(parts.path or "/") + (f"?{_quoted(parts.query)}" if parts.query else "")
        fitting = [(len(rule.path), rule.allows) for rule in self._rules if rule.pattern.match(path)]
        return not fitting or max(fitting)[1]


def _rule(path: str, *, allows: bool) -> _Rule:
    ends = path.endswith("$")
    parts = re.split(r"\*+", _quoted(path.removesuffix("$")))
    # Each part where it comes first (an atomic group), so that no rule takes long however many stars it has.
    first, *rest = map(re.escape, parts)
    if ends and rest:
        middle, last = rest[:-1], rest[-1]
        pattern = first + "".join(f"(?>.*?{part})" for part in middle) + f".*{last}$"
    else:
        pattern = first + "".join(f"(?>.*?{part})" for part in rest) + ("$" if ends else "")
    return _Rule(allows, path, re.compile(pattern, re.DOTALL))


def _quoted(path: str) -> str:
    """One spelling of what may be written with or without percent signs."""
    return re.sub(
        "%[0-9a-f]{2}", lambda found: found[0].upper(), quote(path, safe="/%?=&;:@!$'()*+,~-._"), flags=re.IGNORECASE
    )
