"""What can go wrong with places."""

from __future__ import annotations


class UnreadableCommunes(Exception):
    """A file of communes has rows that cannot be taken; `problems` names each with its line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(f"{len(problems)} problems, nothing was imported")
        self.problems = problems
