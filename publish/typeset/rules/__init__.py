"""One rule for each element that the book shows in a form of its own, a module for each subject.

Every module offers `RULES`, from TEI local names to rules. What has no rule is shown through
its children.
"""

from __future__ import annotations

import importlib
import pkgutil

from publish.typeset.render import Rule


def all_rules() -> dict[str, Rule]:
    """Gather the rules of every module in this folder; a name has one rule only."""
    rules: dict[str, Rule] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        own: dict[str, Rule] = importlib.import_module(f"{__name__}.{module}").RULES
        double = rules.keys() & own.keys()
        if double:
            raise TypeError(f"two rules for {', '.join(sorted(double))}")
        rules |= own
    return rules
