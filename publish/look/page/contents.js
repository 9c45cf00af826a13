// The book's contents as nested lists of buttons, the entry that is being read marked.

export class Contents {
  #nav;
  #goTo;

  constructor(nav, goTo) {
    this.#nav = nav;
    this.#goTo = goTo;
  }

  show(entries, dir) {
    this.#nav.replaceChildren(this.#list(entries));
    this.#nav.dir = dir;
  }

  #list(entries) {
    const list = document.createElement("ol");
    for (const { label, href, subitems } of entries) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = (label ?? "").trim() || "…";
      button.dataset.href = href ?? "";
      button.disabled = !href;
      button.addEventListener("click", () => this.#goTo(href));
      item.append(button);
      if (subitems?.length) item.append(this.#list(subitems));
      list.append(item);
    }
    return list;
  }

  mark(href) {
    for (const button of this.#nav.querySelectorAll("button")) {
      const isHere = href && button.dataset.href === href;
      if (isHere) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      if (isHere) button.scrollIntoView({ block: "nearest" });
    }
  }
}
