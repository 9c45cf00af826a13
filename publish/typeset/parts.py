"""One planned part -> a Part: its nodes rendered, its notes numbered, its title found."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from publish.house.language.tag import direction_of, language_tag
from publish.model.document import INLINE, XML_LANG, local_name
from publish.model.edition import Edition, View
from publish.model.publication import XHTML, Matter, Part
from publish.model.text_kind import TextKind
from publish.typeset.content_model import legalize
from publish.typeset.entry_groups import group_entries
from publish.typeset.going_on import mark_going_on
from publish.typeset.heading_dates import bind_in_headings
from publish.typeset.headings import HEADING_TAGS, close_gaps
from publish.typeset.note_labels import label_notes
from publish.typeset.own_direction import turn_blocks
from publish.typeset.planned import LooseWords, Planned
from publish.typeset.render import EPUB_TYPE, Typesetter
from publish.typeset.rules.structure import class_of
from publish.typeset.running_sections import run_on
from publish.typeset.state import PartInHand
from publish.typeset.stone_lines import set_lines
from publish.typeset.stone_notes import set_stone_notes
from publish.typeset.survey import is_division
from publish.typeset.textparts import heading_of, kind_heading
from publish.typeset.title_roles import Known, design_title_page
from publish.typeset.titles import title_of
from publish.typeset.wholly_italic import keep_wholly_italic
from publish.typeset.xhtml import H, classes, has_content, make, rename, says_something

_DEFAULT_TYPES = {Matter.FRONT: "frontmatter", Matter.BODY: "chapter", Matter.BACK: "backmatter"}


class PartMaker(Struct):
    """Renders parts in reading order; ids and notes run on from part to part."""

    typesetter: Typesetter
    edition: Edition
    planned: list[Planned]

    def make(self, plan: Planned) -> Part | None:
        """Render one part; None for one that shows nothing or is only a line of the contents."""
        if plan.is_virtual:
            return None
        typesetter = self.typesetter
        part = typesetter.part = PartInHand(plan.name, _rank(plan))
        section = self._section(plan)
        language = self.edition.book.language
        owner = plan.context if plan.owner is None else plan.owner
        own = typesetter.book.parallel.language_at(owner, language)
        heading = plan.heading or heading_of(plan.owner, own)
        heading = heading or kind_heading(plan.owner, _language(plan) or language, language)
        if heading:
            typesetter.made_heading(section, plan.level, heading, owner)
        self._fill(plan, section)
        if typesetter.book.taken.kind is TextKind.INSCRIPTION:
            set_stone_notes(section, typesetter)
            typesetter.walk.ledger.unsaid += set_lines(section)
        label_notes(part.references)
        legalize(section, wrap=True)
        if typesetter.book.citations.paths:
            run_on(section, self.edition.text.sections)
        for note in part.notes:
            legalize(note.body, wrap=True)
        if not has_content(section):
            self._keep_anchors(section)
            return None
        language = _language(plan) or self.edition.book.language
        for tree in (section, *(note.body for note in part.notes)):
            turn_blocks(tree, language)
            mark_going_on(tree)
        keep_wholly_italic(section)
        if plan.kind.name == "title_page" and self.edition.text.view is not View.DIPLOMATIC:
            known = Known.of(typesetter.book.document, self.edition)
            design_title_page(section, known, typesetter.walk.ledger)
        _promote_caption(section, plan.level)
        for inner in section.iterchildren(H + "section"):
            if len(inner) and "list-bibl" in classes(inner[0]):
                _promote_caption(inner, plan.level)
        if typesetter.walk.has_entries:
            group_entries(section, language, plan.name, typesetter.out.ids)
        close_gaps(section)
        bind_in_headings(section, language)
        self._name_sections(section, plan.name)
        return self._part(plan, section)

    def _section(self, plan: Planned) -> etree._Element:
        section = make("section")
        owner = plan.owner
        if owner is not None:
            section.set("class", class_of(owner))
            self.typesetter.carry(owner, section)
        else:
            section.set("class", plan.kind.name.replace("_", "-") or "run")
        if not section.get("id"):
            section.set("id", self.typesetter.out.ids.fresh(plan.name))
        section.set(EPUB_TYPE, _epub_type(plan))
        role = plan.kind.role or ("doc-chapter" if _epub_type(plan) == "chapter" else "")
        if role:
            section.set("role", role)
        return section

    def _fill(self, plan: Planned, section: etree._Element) -> None:
        for node in plan.content:
            if not isinstance(node, LooseWords):
                self.typesetter.one(node, section)
                if local_name(node) in INLINE and (node.tail or "").isspace():
                    self.typesetter.say_tail(node, section)
            elif node.is_tail:
                self.typesetter.say_tail(node.source, section)
            else:
                self.typesetter.say_text(node.source, section)
        if plan.whole and plan.owner is not None:
            self.typesetter.children(plan.owner, section)

    def _name_sections(self, section: etree._Element, name: str) -> None:
        """Give an id to every section inside, for the contents to lead to."""
        for inner in section.iterdescendants(H + "section"):
            if not inner.get("id"):
                inner.set("id", self.typesetter.out.ids.fresh(f"{name}-section"))

    def _keep_anchors(self, section: etree._Element) -> None:
        """Free the ids of a part that is not shown, so that links to it are told as broken."""
        for element in section.iter(etree.Element):
            self.typesetter.out.ids.taken.discard(element.get("id") or "")

    def _part(self, plan: Planned, section: etree._Element) -> Part:
        typesetter = self.typesetter
        lang = _language(plan) or self.edition.book.language
        title = title_of(plan, section, self.planned, self.edition)
        if title and next(section.iter(*HEADING_TAGS), None) is None:
            section.set("aria-label", title)
        return Part(
            name=plan.name,
            title=title,
            matter=plan.matter,
            epub_type=section.get(EPUB_TYPE) or "",
            body=section,
            lang=lang,
            direction=direction_of(lang) if lang else "ltr",
            notes=typesetter.part.notes,
            place=typesetter.book.document.place(
                plan.owner if plan.owner is not None else plan.context
            ),
        )


def _rank(plan: Planned) -> int:
    """Choose the rank of the part's own heading; what runs on is one step higher for its parts."""
    if plan.owner is not None and local_name(plan.owner) == "text" and not plan.heading:
        return plan.level - 1
    nodes = [node for node in plan.content if not isinstance(node, str)]
    if plan.owner is None and nodes and any(map(_is_inner, nodes)):
        has_own_head = any(local_name(node) == "head" for node in nodes)
        return plan.level if has_own_head else plan.level - 1
    return plan.level


def _is_inner(node: etree._Element) -> bool:
    return is_division(node) or local_name(node) in {"text", "TEI", "group"}


def _epub_type(plan: Planned) -> str:
    return plan.kind.epub or _DEFAULT_TYPES[plan.matter]


def _language(plan: Planned) -> str:
    node: etree._Element | None = plan.owner if plan.owner is not None else plan.context
    while node is not None:
        lang = language_tag(node.get(XML_LANG) or "")
        if lang:
            return lang
        node = node.getparent()
    return ""


def _promote_caption(section: etree._Element, level: int) -> None:
    """Make a heading of the caption with which a part without headings begins (a cast list's)."""
    if next(section.iter(*HEADING_TAGS), None) is not None:
        return
    node = section
    while len(node) and not says_something(node.text):
        first = next((child for child in node if has_content(child)), None)
        if first is None:
            return
        if first.tag == f"{{{XHTML}}}p":
            if "head" in (first.get("class") or "").split():
                rename(first, f"h{max(1, min(6, level))}")
            return
        if first.tag not in {H + "div", H + "section"}:
            return
        node = first
