// What the reader has chosen: kept by the browser for the next time, and told to whoever listens.

const KEY = "publish-look";
const IS_WIDE = matchMedia("(min-width: 64rem)").matches; // else the panels would lie over the devices
const DEFAULTS = {
  views: ["devices"], devices: ["phone", "ereader"], paper: "light", size: 100, face: "", contents: IS_WIDE, findings: IS_WIDE,
};

export class Settings extends EventTarget {
  #values = { ...DEFAULTS, ...read() };

  get(name) {
    return this.#values[name];
  }

  set(name, value) {
    this.#values[name] = value;
    localStorage.setItem(KEY, JSON.stringify(this.#values));
    this.dispatchEvent(new CustomEvent("change", { detail: name }));
  }
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}
