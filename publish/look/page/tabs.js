// Panels that take turns: arrow keys go from tab to tab (WAI-ARIA Authoring Practices, tabs).

export class Tabs {
  #tabs;
  chosen = "told";

  constructor(list) {
    this.#tabs = [...list.querySelectorAll("[role=tab]")];
    for (const tab of this.#tabs) tab.addEventListener("click", () => this.choose(tab));
    list.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!by) return;
      const seen = this.#tabs.filter(({ hidden }) => !hidden);
      const at = seen.indexOf(document.activeElement);
      const next = seen[(at + by + seen.length) % seen.length];
      this.choose(next);
      next.focus();
      event.preventDefault();
    });
  }

  choose(tab) {
    this.chosen = tab.getAttribute("aria-controls");
    for (const each of this.#tabs) {
      const isChosen = each === tab;
      each.setAttribute("aria-selected", isChosen);
      each.tabIndex = isChosen ? 0 : -1;
      document.getElementById(each.getAttribute("aria-controls")).hidden = !isChosen;
    }
  }
}
