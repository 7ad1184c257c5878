"""Compiles the knowledge into the wheel, so that the first start after an installation is as quick as the next."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledKnowledge(BuildHookInterface[Any]):
    """Reads and checks every knowledge file: a wheel whose knowledge has a problem is not built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the compiled file beside the others; an editable install reads the checkout and gets none."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from spinewise.knowledge.cache import SHIPPED, shipped_name
        from spinewise.knowledge.load import compiled_knowledge, digest_of, read_texts

        texts = read_texts(root / "knowledge")
        digest = digest_of(texts)
        file = Path(tempfile.mkdtemp()) / shipped_name(digest)
        file.write_bytes(compiled_knowledge(texts, digest=digest, folder=SHIPPED))
        build_data["force_include"][str(file)] = f"spinewise/{SHIPPED}/{file.name}"
