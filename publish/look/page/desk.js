// What the page asks of the book on this machine, and what it has done to its files.

async function send(address, given) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(given),
  }).catch(() => null);
  const refused = answer ? "publish look was started anew: open the address that it printed" : "publish look has ended";
  const told = (await answer?.json().catch(() => null)) ?? { refused: `${refused}; nothing was written` };
  if (told.refused) throw new Error(told.refused);
  return told;
}

export const ask = (wish, given) => send(`/ask/${wish}`, given);

// Do something to the author's files, and say what came of it; null where it was refused.
export async function act(wish, given, said, words) {
  try {
    const told = await send(`/do/${wish}`, given);
    said.textContent = words(told);
    said.dataset.state = "done";
    return told;
  } catch (problem) {
    said.textContent = problem.message;
    said.dataset.state = "refused";
    return null;
  }
}

export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function button(text, does, label = "") {
  const made = element("button", "", text);
  made.type = "button";
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", does);
  return made;
}
