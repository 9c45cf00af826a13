"""A paragraph one line shorter or longer: whether it can be, at what price, and set so.

Knuth and Plass call it looseness (1981, page 1160). It is asked for where pages are planned, so
that a paragraph which nobody asks for costs nothing.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from publish.engine.boxes import Context
from publish.engine.paragraphs.adjustment import TIGHTEST
from publish.engine.paragraphs.cuts import Cut, Place
from publish.engine.paragraphs.demerits import STUB, Demerits, Limits
from publish.engine.paragraphs.first_line import indent_of, keep_edge, keeps_its_edge, widths_of
from publish.engine.paragraphs.gathering import FilledLineByLineError, Paragraph, gather
from publish.engine.paragraphs.items import FORBIDDEN, Penalty
from publish.engine.paragraphs.plan import Chosen, cuts_of, hyphens_of
from publish.engine.paragraphs.programme import Line, choose_by_count

GOOD = Limits(has_hyphens=True, loosest=1.7, tightest=-1.5, worst=STUB, has_ladders=False)
"""What a line may be for the sake of a page: its spaces are up to 1.6 times as wide, no more."""

FAIR = replace(GOOD, loosest=1.9, tightest=TIGHTEST)
"""And where pages cannot be made level without it: as in any paragraph."""

WISHED = replace(GOOD, loosest=2.5, tightest=TIGHTEST)
"""And where an editor wants it so."""


class Reach(Struct, frozen=True):
    """By what share of a line's width lines may be closer or wider, as they end with words."""

    closer: float
    wider: float
    limits: Limits


LITTLE = Reach(0.04, 0.055, GOOD)
"""What is asked of paragraphs first."""

MORE = Reach(0.07, 0.09, FAIR)
"""And where that does not help."""

TRIES = 4
"""Times that other lines are looked for, where a line would end within a word."""

SHORTEST = 0.15
"""The share of a line that a last line fills, for a paragraph to be a line longer."""


class Setting(Struct, frozen=True):
    """The lines of a paragraph with another number of them."""

    demerits: float
    """What they have more than the best ones."""
    hyphens: tuple[bool, ...]
    """Of each line, whether it ends with a hyphen."""
    cuts: dict[Place, Cut | None]


def may_have(lines: int, fill: float, more: int, reach: Reach) -> bool:
    """Tell whether it is worth asking for `more` lines; the last of `lines` is filled so far."""
    if more < 0:
        return fill <= reach.closer * (lines - 1) and lines > 2
    return 1 + SHORTEST - fill <= reach.wider * (lines + 1)


def settings_of(context: Context, chosen: Chosen, limits: Limits) -> dict[int, Setting]:
    """Return how a paragraph can be set, by the number of its lines."""
    made = _gathered(context, chosen)
    if made is None:
        return {}
    found = _choose(made, chosen, limits)
    least = min((demerits for demerits, _ in found.values()), default=0.0)
    return {
        count: _setting(chosen, made, lines, demerits - least)
        for count, (demerits, lines) in found.items()
    }


def whole_settings_of(
    context: Context, chosen: Chosen, limits: Limits, line: int
) -> dict[int, Setting]:
    """Return the same with a whole word at the end of one line, behind which a page is to end."""
    made = _gathered(context, chosen)
    if made is None:
        return {}
    settings: dict[int, Setting] = {}
    least: float | None = None
    for _ in range(TRIES):
        found = _choose(made, chosen, limits)
        if least is None:
            least = min((demerits for demerits, _ in found.values()), default=0.0)
        divided: dict[int, Penalty] = {}
        for count, (demerits, lines) in found.items():
            number = lines[line - 1].end if count >= line else 0
            end = made.items[number]
            if isinstance(end, Penalty) and end.is_hyphen:
                divided[number] = end
            elif number:
                settings.setdefault(count, _setting(chosen, made, lines, demerits - least))
        if not divided:
            break
        for number, end in divided.items():
            made.items[number] = replace(end, cost=FORBIDDEN)
    return settings


def _gathered(context: Context, chosen: Chosen) -> Paragraph | None:
    try:
        made = gather(context, chosen.linebox, chosen.holder, divides_words=True)
    except FilledLineByLineError:
        return None
    if made.item_at(chosen.place) != 0 or made.last_float >= 0:
        return None
    if keeps_its_edge(chosen.linebox, chosen.holder):
        keep_edge(made, 0)
    return made


def _choose(made: Paragraph, chosen: Chosen, limits: Limits) -> dict[int, tuple[float, list[Line]]]:
    indent = indent_of(chosen.linebox, chosen.holder)
    widths = widths_of(float(chosen.holder.width), indent)
    return choose_by_count(made.items, widths, Demerits(), limits)


def _setting(chosen: Chosen, made: Paragraph, lines: list[Line], demerits: float) -> Setting:
    return Setting(demerits, hyphens_of(lines, made), cuts_of(lines, made, chosen.place))


def set_lines(chosen: Chosen, setting: Setting) -> None:
    """Have a paragraph's lines end there from its next layout on."""
    chain = chosen.chain
    chain.cuts, chain.whole, chain.hyphens = dict(setting.cuts), {}, setting.hyphens


def lines_as_set(chosen: Chosen) -> Setting:
    """Return the lines that a paragraph has now."""
    return Setting(0.0, chosen.chain.hyphens, chosen.chain.cuts)
