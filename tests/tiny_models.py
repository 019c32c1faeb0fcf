"""Models of a few thousand random weights, made by the test that needs one: real, only without sense."""

from __future__ import annotations

import json
import string
from pathlib import Path
from statistics import median
from typing import Any

LONGEST = 64


def tiny_bert(folder: Path, kind: str, **config: Any) -> Path:
    """Saves a BERT with a vocabulary of single characters to `folder`; `kind` is its class in transformers."""
    import transformers

    folder.mkdir(parents=True)
    letters = string.ascii_lowercase + string.digits + ".,:?"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    tokenizer = transformers.BertTokenizer(str(folder / "vocab.txt"), model_max_length=LONGEST)
    transformers.set_seed(7)
    settings = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=LONGEST,
        initializer_range=0.5,  # weights far apart, so that other texts have clearly other vectors
        **config,
    )
    getattr(transformers, kind)(settings).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def tiny_embedding_model(folder: Path, prompts: dict[str, str], *, include_prompt: bool = True) -> Path:
    """Saves a sentence-transformers model with mean pooling and these prompts to `folder`."""
    from sentence_transformers import SentenceTransformer

    bert = tiny_bert(folder.with_name(folder.name + "-bert"), "BertModel")
    model = SentenceTransformer(str(bert), prompts=prompts, local_files_only=True, device="cpu")
    model.set_pooling_include_prompt(include_prompt=include_prompt)
    model.save(str(folder), create_model_card=False)
    kept = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))["prompts"]
    assert {name: kept[name] for name in prompts} == prompts
    return folder


def tiny_reader(folder: Path) -> Path:
    """Saves a reader to `folder`, exported as the real one is but in float32; what it was made from is in "…-bert"."""
    from evals.training.export import export
    from evals.training.model import open_model, open_tokenizer, score
    from evals.training.pairs import ANSWERS, SUPPORTS, Pair

    bert = tiny_bert(folder.with_name(folder.name + "-bert"), "BertForSequenceClassification", num_labels=2)
    model = open_model(bert)
    texts = [f"day {day} had {'rain ' * (day % 4)}and wind {day * 7}." for day in range(40)]
    pairs = [Pair(one, texts[-i], 0, output, "", "") for output in (ANSWERS, SUPPORTS) for i, one in enumerate(texts)]
    # Labels of the model's own making, with some noise, so that calibrating has something to find.
    logits = score(model, open_tokenizer(bert), pairs)
    halves = logits[: len(texts)], logits[len(texts) :]
    middle = {ANSWERS: median(halves[0]), SUPPORTS: median(halves[1])}
    held_out = [
        pair._replace(label=int(logit > middle[pair.output]) if i % 5 else i % 2)
        for i, (pair, logit) in enumerate(zip(pairs, logits, strict=True))
    ]
    export(model, bert / "tokenizer.json", held_out, folder, longest=(LONGEST // 2, LONGEST), eight_bits=False)
    return folder
