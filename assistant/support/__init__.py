"""Whether what a sentence cites supports it: the rules about facts, a small fitted model, or any cross-encoder."""

from assistant.support.check import SUPPORTED, Check, ClaimModel, check, support
from assistant.support.facts import Dateline

__all__ = ["SUPPORTED", "Check", "ClaimModel", "Dateline", "check", "support"]
