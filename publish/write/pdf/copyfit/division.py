"""One division's repairs: what its paragraphs can do, a plan, and whether the plan helps."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import groupby, islice
from xml.etree.ElementTree import Element

from publish.engine import AT, Laid, LayoutResources, Piece, Sketch, lay_out, sketch
from publish.engine.places import Places
from publish.house.page.measure import POINTS_PER_PX
from publish.run.cache import Cache
from publish.write.pdf.copyfit.cost import (
    LOOSE,
    count_loose,
    is_stub,
    needs_repair,
    setting_cost,
    sketch_cost,
)
from publish.write.pdf.copyfit.flow import flow_of
from publish.write.pdf.copyfit.plan import Option, Planner
from publish.write.pdf.copyfit.task import Outcome, Setting, Task
from publish.write.pdf.layout.in_windows import laid_windows, windows_of
from publish.write.pdf.layout.layout_cache import key_of_layout
from publish.write.pdf.layout.long_notes import cut_long_notes
from publish.write.pdf.prepare.spacing import carry, paragraphs_of, space, words_of

STEPS = (0.5, 1.0, 1.5, 2.0)
"""Percents by which a paragraph is tried, closer and wider."""

ROUNDS = 8
"""Plans that are laid out; every layout tells the next plan more."""

CASED = 0.9
"""Letters that have capitals: only such scripts (Latin, Greek, Cyrillic ...) may be spaced."""


Options = dict[str, list[Option]]
"""What each element can do, by its number."""


def repair_division(task: Task, resources: LayoutResources, cache: Cache) -> Outcome:
    """Find the repairs that make a division's pages end better; none where none does.

    Layouts that an earlier run tried are taken from the cache.
    """
    return _Repairer(task, resources, cache).repair()


class _Repairer:
    """Lays one division out again and again."""

    def __init__(self, task: Task, resources: LayoutResources, cache: Cache) -> None:
        self.task, self.resources, self.cache = task, resources, cache
        self.leading = task.leading / POINTS_PER_PX
        self.root = copy.deepcopy(task.root)
        cut_long_notes(self.root, resources)
        for number, element in enumerate(self.root.iter()):
            element.set(AT, str(number))
        self.paragraphs = {p.get(AT, ""): p for p in paragraphs_of(self.root)}
        self.styles = {at: p.get("style", "") for at, p in self.paragraphs.items()}

    def repair(self) -> Outcome:
        first = self.lay_out({})
        before = self.cost(first)
        if not first.is_plain or not needs_repair(first, self.leading, self.task.is_recto):
            return Outcome(before=before, after=before)
        tried = {0.0: first}
        names = self.spaceable(first)
        for percent in (sign * step for step in STEPS for sign in (-1, 1)) if names else ():
            tried[percent] = self.lay_out(dict.fromkeys(names, Setting(percent)))
        chosen, after = self.best_plan(options_of(tried, names), list(tried.values()))
        if after >= before:
            return Outcome(before=before, after=before)
        settings = {words_of(self.paragraphs[at]): setting for at, setting in chosen.items()}
        return Outcome(settings, before, after)

    def lay_out(self, settings: Mapping[str, Setting]) -> Sketch:
        """Lay the division out with these paragraphs set so, and no others."""
        for at, paragraph in self.paragraphs.items():
            paragraph.set("style", self.styles[at])
            setting = settings.get(at, Setting())
            space(paragraph, setting.percent, setting.percent)
            carry(paragraph, setting.carry)
        key = key_of_layout(self.root, self.resources.inputs, "sketch") if self.cache else ""
        kept = self.cache.get_object(key, Sketch) if key else None
        if kept is None:
            kept = sketch(self.layouts())
            self.cache.put_object(key, kept)
        return kept

    def layouts(self) -> Iterator[Laid]:
        """Lay the division out as it is to be printed: at once, or window by window."""
        windows = windows_of(self.root, self.resources)
        if windows is None:
            yield lay_out(self.root, self.resources)
        else:
            yield from laid_windows(windows, self.resources, Places(self.root))

    def cost(self, sketched: Sketch) -> float:
        """Weigh pages."""
        return sketch_cost(sketched, self.leading, self.task.is_recto)

    def spaceable(self, sketched: Sketch) -> list[str]:
        """List the paragraphs that may be spaced: justified, in one piece, of a fit script."""
        return [
            at
            for at, lines in in_one_run(sketched).items()
            if at in self.paragraphs
            and len(lines) > 1
            and all(line.is_justified for line in lines)
            and self.may_be_spaced(self.paragraphs[at])
        ]

    def may_be_spaced(self, paragraph: Element) -> bool:
        """Tell whether a paragraph's letters may be spaced, and its words make it known."""
        words = words_of(paragraph)
        letters = [letter for letter in words if letter.isalpha()]
        cased = sum(letter.lower() != letter.upper() for letter in letters)
        return words not in self.task.fixed and cased >= CASED * len(letters) > 0

    def carriable(self) -> set[str]:
        """List the paragraphs whose words make them known, so that their lines may be carried."""
        return {at for at, p in self.paragraphs.items() if words_of(p) not in self.task.fixed}

    def best_plan(
        self, options: Options, sketches: list[Sketch]
    ) -> tuple[dict[str, Setting], float]:
        """Plan, lay out and weigh, some times over; give the cheapest plan and what it costs.

        Every layout tells the next plan what was not foreseen.
        """
        best: tuple[dict[str, Setting], float] = ({}, self.cost(sketches[0]))
        carriable = self.carriable()
        for _ in range(ROUNDS):
            planner = Planner(flow_of(sketches), self.leading, carriable)
            settings = planner.plan(options, self.task.is_recto)
            made = self.lay_out(settings)
            sketches.append(made)
            looser = count_looser(sketches[0], made, settings)
            price = self.cost(made) + sum(map(setting_cost, settings.values())) + LOOSE * looser
            if price < best[1]:
                best = settings, price
            if learn(options, settings, made):
                continue
            if (failed := not_carried(settings, made)) is None:
                break
            carriable.remove(failed)
        return best


def in_one_run(sketched: Sketch) -> dict[str, list[Piece]]:
    """Give the lines of the elements that no other element interrupts."""
    owners = [piece.owner for page in sketched.pages for piece in page.pieces]
    runs = Counter(owner for owner, _ in groupby(owners))
    return {at: lines for at, lines in sketched.lines_of().items() if runs[at] == 1}


def count_looser(first: Sketch, made: Sketch, names: Collection[str]) -> int:
    """Count the loose lines that these paragraphs have more than at first."""
    before, after = first.lines_of(), made.lines_of()
    return sum(max(0, count_loose(after[at]) - count_loose(before[at])) for at in names)


def options_of(tried: Mapping[float, Sketch], spaceable: Collection[str]) -> Options:
    """List what each element can do: for every outcome the least spacing that leads to it."""
    lines_at = {percent: in_one_run(sketched) for percent, sketched in tried.items()}
    options: Options = {}
    for at, own in lines_at[0.0].items():
        options[at] = [Option(0.0, tuple(own), is_stub(own))]
        outcomes = {(len(own), is_stub(own))}
        for percent in sorted(lines_at, key=abs) if at in spaceable else ():
            lines = lines_at[percent].get(at, [])
            if lines and (len(lines), is_stub(lines)) not in outcomes:
                outcomes.add((len(lines), is_stub(lines)))
                looser = max(0, count_loose(lines) - count_loose(own))
                options[at].append(Option(percent, tuple(lines), is_stub(lines), looser))
    return options


def learn(options: Options, settings: Mapping[str, Setting], made: Sketch) -> bool:
    """Correct the first element that has not the lines it was planned with; tell whether one was.

    A page that breaks behind a hyphen takes the syllable along, which can make a line more. What
    comes behind it stands elsewhere than planned, and tells nothing.
    """
    for at, lines in made.lines_of().items():
        percent = settings.get(at, Setting()).percent
        for place, option in enumerate(options.get(at, ())):
            if option.percent == percent and len(option.pieces) != len(lines):
                options[at][place] = replace(option, pieces=tuple(lines), is_stub=is_stub(lines))
                return True
    return False


def not_carried(settings: Mapping[str, Setting], made: Sketch) -> str | None:
    """Find the first paragraph that leaves no page the lines it was to leave it."""
    heads: dict[str, int] = {}
    for page in made.pages[1:]:
        owners = [piece.owner for piece in page.pieces]
        heads |= {owner: len([*run]) for owner, run in islice(groupby(owners), 1)}
    late = (at for at, setting in settings.items() if heads.get(at, 0) != setting.carry)
    return min((at for at in late if settings[at].carry), key=int, default=None)
