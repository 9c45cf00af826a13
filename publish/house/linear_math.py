"""MathML as a line of text that reads right: `1/2`, `x^2`, `sqrt(2)`, `[1, 0; 0, 1]`.

It is what a drawn formula of a PDF is called that cannot be said in words (`spoken_math.py`). The
signs are those of UnicodeMath and of calculators; brackets stand where precedence asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from publish.model.document import local_name

_OPERANDS = frozenset("mi mn mtext ms".split())
_SPACED = frozenset(
    """
    = < > ≤ ≥ ≠ ≈ ≡ ∼ ≃ ≅ + - − ± ∓ × · ⋅ ÷ ∪ ∩ ∧ ∨ ⊕ ⊗ → ← ↔ ⇒ ⇐ ⇔ ↦ ∈ ∉ ∋ ⊂ ⊃ ⊆ ⊇ ∝ ≪ ≫ := ∘ ⊢ ⊨
    """.split()
)
"""Operators with a space on both sides, where something stands before them."""

_FOLLOWED = frozenset(",;:")
_OPENING, _CLOSING = frozenset("([{⟨⌊⌈"), frozenset(")]}⟩⌋⌉!%")
_INVISIBLE = dict.fromkeys((0x2061, 0x2062, 0x2063, 0x2064, 0x200B, 0x2060))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PRIMES = frozenset("′″‴⁗'*†°")
_ACCENTS = {
    "¯": "bar", "‾": "bar", "ˉ": "bar", "_": "bar", "^": "hat", "ˆ": "hat", "~": "tilde",
    "˜": "tilde", "→": "vec", "⃗": "vec", "˙": "dot", ".": "dot", "¨": "ddot", "˘": "breve",
    "ˇ": "check",
}  # fmt: skip


def linear_text(math: etree._Element) -> str:
    """Write a formula as one line."""
    return _row(math)


def _row(parts: Iterable[etree._Element]) -> str:
    """Join what stands in a row: operators by their habits, operands with a space between."""
    said, last = "", "operator"
    for part in parts:
        words, kind = _say(part), _kind(part)
        if not words:
            continue
        if kind == "operator":
            said, last = _with_operator(said, words, last)
            continue
        if last == "operand" or (last == "number" and kind != "letter"):
            said += " "
        said += words
        last = "number" if kind == "number" else "operand"
    return " ".join(said.split())


def _with_operator(said: str, sign: str, last: str) -> tuple[str, str]:
    is_infix = last != "operator"
    if sign in _SPACED and is_infix:
        return f"{said} {sign} ", "operator"
    if sign in _FOLLOWED:
        return f"{said}{sign} ", "operator"
    if sign in _CLOSING:
        return f"{said.rstrip()}{sign}", "closing"
    if sign in _SPACED or sign in _OPENING or not sign[0].isalpha():
        return f"{said}{sign}", "operator"
    return f"{said} {sign} ", "operator"


def _kind(element: etree._Element) -> str:
    name = local_name(element)
    while name in {"mrow", "mstyle", "mpadded"} and len(element) == 1:
        element = element[0]
        name = local_name(element)
    if name == "mo":
        return "operator"
    if name == "mn":
        return "number"
    return "letter" if name == "mi" and len((element.text or "").strip()) == 1 else "operand"


def _say(element: etree._Element) -> str:
    name = local_name(element)
    if name in _OPERANDS or name == "mo":
        return " ".join((element.text or "").translate(_INVISIBLE).split())
    if name in {"mspace", "mphantom", "none", "mprescripts"}:
        return ""
    form = _FORMS.get(name)
    return form(element) if form is not None else _row(element)


def _bracketed(element: etree._Element) -> str:
    """Say a part in brackets where it is more than one sign."""
    words = _say(element)
    is_single = words.isalnum() or len(words) == 1 or (words[1:].isalnum() and words[0] in "-−∞")
    is_number = words.replace(".", "", 1).replace(",", "", 1).isdigit()
    return words if is_single or is_number or _is_closed(words) else f"({words})"


def _is_closed(words: str) -> bool:
    """Return whether brackets stand around the whole already, as in `(a + b)` and `sqrt(2)`."""
    words = words.lstrip(_LETTERS)
    if not (words.startswith("(") and words.endswith(")")):
        return False
    depth = 0
    for place, letter in enumerate(words):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and place < len(words) - 1:
            return False
    return True


def _fraction(element: etree._Element) -> str:
    above, below = element[0], element[1]
    if (element.get("linethickness") or "").startswith("0"):
        return f"binom({_say(above)}, {_say(below)})"
    return f"{_bracketed(above)}/{_bracketed(below)}"


def _root(element: etree._Element) -> str:
    return f"root({_say(element[0])}, {_say(element[1])})"


def _square_root(element: etree._Element) -> str:
    return f"sqrt({_row(element)})"


def _scripts(element: etree._Element) -> str:
    """Say a base with what stands below and above it."""
    name = local_name(element)
    base, *scripts = element
    signs = {"msub": "_", "munder": "_", "msup": "^", "mover": "^"}.get(name, "_^")
    said = _base(base)
    accent = _ACCENTS.get(_say(scripts[0])) if name in {"mover", "munder"} else None
    if accent:
        return f"{accent}({_say(base)})"
    for sign, script in zip(signs, scripts, strict=False):
        said += _script(sign, script)
    return said


def _base(element: etree._Element) -> str:
    return _bracketed(element) if local_name(element) != "mo" else _say(element)


def _script(sign: str, script: etree._Element) -> str:
    words = _bracketed(script)
    is_prime = bool(words) and sign == "^" and _PRIMES.issuperset(words)
    return words if is_prime else f"{sign}{words}" if words else ""


def _multiscripts(element: etree._Element) -> str:
    """Say what stands before a base and behind it (`mmultiscripts`: nuclides, tensors)."""
    names = [local_name(child) for child in element]
    middle = names.index("mprescripts") if "mprescripts" in names else len(names)
    behind, before = list(element)[1:middle], list(element)[middle + 1 :]
    said = [
        "".join(_script("_^"[n % 2], script) for n, script in enumerate(scripts))
        for scripts in (before, behind)
    ]
    return f"{said[0]}{_base(element[0]) if len(element) else ''}{said[1]}"


def _table(element: etree._Element) -> str:
    """Say a matrix row by row; in brackets where none stand around it."""
    rows = "; ".join(", ".join(_row(cell) for cell in row) for row in element)
    before = element.getprevious()
    around = element.getparent()
    if before is None and around is not None and local_name(around) == "mrow":
        before = around.getprevious()
    is_fenced = before is not None and local_name(before) == "mo" and (before.text or "").strip()
    in_fences = around is not None and local_name(around) == "mfenced"
    return rows if is_fenced in set("([{|‖") or in_fences else f"[{rows}]"


def _fenced(element: etree._Element) -> str:
    separators = "".join((element.get("separators", ",")).split())
    said = ""
    for number, child in enumerate(element):
        if number and separators:
            said += f"{separators[min(number, len(separators)) - 1]} "
        said += _say(child)
    return f"{element.get('open', '(')}{said}{element.get('close', ')')}"


def _enclosed(element: etree._Element) -> str:
    is_root = "radical" in (element.get("notation") or "")
    return _square_root(element) if is_root else _row(element)


_FORMS: dict[str, Callable[[etree._Element], str]] = {
    "mfrac": _fraction,
    "mroot": _root,
    "msqrt": _square_root,
    **dict.fromkeys("msub msup msubsup munder mover munderover".split(), _scripts),
    "mmultiscripts": _multiscripts,
    "mtable": _table,
    "mfenced": _fenced,
    "menclose": _enclosed,
}
