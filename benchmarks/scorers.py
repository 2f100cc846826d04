"""The scorers beside the corpora, which are programs and no package; here as modules."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType


def scorer(corpora: Path, name: str) -> ModuleType:
    """The scorer `name` ('cluster_score', 'dup_score', 'extract_score'). Raises FileNotFoundError."""
    path = corpora.parent / "score" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
