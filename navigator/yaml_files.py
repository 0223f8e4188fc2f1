"""YAML files read with the line each value stands on, so a checker can say "services/x.yaml:14".

On the ground floor because flows and the directory both read files that people write and review.
"""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from navigator.errors import Problem, relative_name

try:
    _Loader: Any = yaml.CSafeLoader
except AttributeError:  # PyYAML built without libyaml: the same, slower
    _Loader = yaml.SafeLoader

#: Path of keys and positions inside a file, e.g. ("contacts", "phones", 0, "number").
Path_ = tuple[Hashable, ...]


class YamlFile:
    """One file: `data` as plain values, `line_of(path)` for the line a value stands on, `problems` found while reading."""

    def __init__(self, path: Path):
        self.path = path
        self.name = relative_name(path)
        self.data: Any = None
        self.problems: list[Problem] = []
        self._lines: dict[Path_, int] = {}
        try:
            text = path.read_text(encoding="utf-8")
            node = yaml.compose(text, Loader=_Loader)
        except UnicodeDecodeError:
            self._note(0, "is not UTF-8 text.", "Save it as UTF-8.")
        except OSError as error:
            self._note(0, f"cannot be read: {error.strerror}.", "Put the file back or fix its permissions.")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            said = getattr(error, "problem", None) or "it does not follow YAML"
            self._note(
                mark.line + 1 if mark else 0,
                f"is not YAML: {said}.",
                "Check indents, quotes and colons on this line and the one above.",
            )
        else:
            if node is not None:
                self.data = self._value(node, ())

    def _note(self, line: int, says: str, remedy: str) -> None:
        self.problems.append(Problem(self.name, line, "", says, remedy))

    def _value(self, node: yaml.Node, path: Path_) -> Any:
        self._lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            mapping: dict[Any, Any] = {}
            for key_node, value_node in node.value:
                key = _plain(key_node)
                if key in mapping:
                    line = key_node.start_mark.line + 1
                    self.problems.append(Problem(self.name, line, str(key), "is given twice.", "Keep one of them."))
                mapping[key] = self._value(value_node, (*path, key))
                self._lines[(*path, key)] = key_node.start_mark.line + 1
            return mapping
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*path, number)) for number, item in enumerate(node.value)]
        return _plain(node)

    def line_of(self, *path: Hashable) -> int:
        """Return the line of the value at *path*, or of the nearest thing around it."""
        while path not in self._lines and path:
            path = path[:-1]
        return self._lines.get(path, 1)

    def problem(self, path: Path_, says: str, remedy: str) -> Problem:
        """Return a `Problem` at *path* in this file."""
        field = ".".join(str(part) for part in path)
        return Problem(self.name, self.line_of(*path), field, says, remedy)


_constructor = yaml.constructor.SafeConstructor()


def _plain(node: yaml.Node) -> Any:
    """Return a scalar node's value. Dates stay text: "2021-05" and "2021-05-03" are both ways to say when."""
    if node.tag in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:str"):
        return node.value
    return _constructor.construct_object(node, deep=True)
