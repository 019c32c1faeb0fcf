"""Makes the table of common words that the support check weighs words by.

    python -m evals.common_words --data DIR

`DIR` is the folder of the training data. Only counts of words leave it. A word is in the table when it is written
small more often than not: what is not in it is rare, or a name.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import click

from assistant.support.wording import COMMON_WORDS, read_tokens

# Words in fewer of the 130,000 sentences than this are rare: the 6,000 stems above it are 94 % of all running words.
FEWEST = 20


@click.command()
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
def main(data: Path) -> None:
    """Counts in how many sentences each stem stands and writes the table."""
    sentences = set(_sentences(data))
    found: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for sentence in sentences:
        tokens = read_tokens(sentence)[1:]  # the first is written large whatever it is
        found.update({token.stem for token in tokens if token.lower.isalpha()})
        small.update({token.stem for token in tokens if token.text.islower()})
    levels: dict[int, list[str]] = defaultdict(list)
    for stem, n in found.items():
        if n >= FEWEST and small[stem] > n / 2:
            levels[round(math.log2(len(sentences) / n))].append(stem)
    table = {str(level): " ".join(sorted(stems)) for level, stems in sorted(levels.items())}
    target = Path(str(files("assistant.support").joinpath(COMMON_WORDS)))
    target.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    click.echo(f"{sum(map(len, levels.values())):,} stems of {len(sentences):,} sentences")


def _sentences(data: Path) -> Iterator[str]:
    for path in sorted((data / "answers").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["sentence"]
                if not text.islower():  # one set is in lower case throughout, and would make every name a word
                    yield text


if __name__ == "__main__":
    main()
