"""The clinicians' files as typed, checked values."""

from spinewise.knowledge.load import load_knowledge
from spinewise.knowledge.models import KnowledgeBase

__all__ = ["KnowledgeBase", "load_knowledge"]
