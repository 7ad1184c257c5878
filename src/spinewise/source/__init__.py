"""Text files as trees that remember where each word stood."""

from spinewise.source.bind import Binder, bind
from spinewise.source.nodes import Entries, Items, Node, Text, read_node

__all__ = ["Binder", "Entries", "Items", "Node", "Text", "bind", "read_node"]
