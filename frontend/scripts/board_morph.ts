// Makes a part of the page like a newer one, keeping what somebody is in the middle of: the focus, what is unfolded,
// what was typed or ticked, and everything under data-keep.

const KEPT_ATTRIBUTES = new Set(["open", "aria-disabled", "aria-busy"]);

export function morph(old: Element, fresh: Element): void {
  if (old.isEqualNode(fresh) || "keep" in (old as HTMLElement).dataset) return;
  morphAttributes(old, fresh);
  if (!(old instanceof HTMLTextAreaElement)) morphChildren(old, fresh);
}

function morphAttributes(old: Element, fresh: Element): void {
  for (const { name } of Array.from(old.attributes)) {
    if (!fresh.hasAttribute(name) && !KEPT_ATTRIBUTES.has(name) && !name.startsWith("data-done")) old.removeAttribute(name);
  }
  for (const { name, value } of Array.from(fresh.attributes)) {
    if (!KEPT_ATTRIBUTES.has(name) && old.getAttribute(name) !== value && !isTyped(old, name)) old.setAttribute(name, value);
  }
}

/** The value of a field that shows belongs to whoever fills it in; a hidden one is ours. */
function isTyped(element: Element, attribute: string): boolean {
  if (!(element instanceof HTMLInputElement) || element.type === "hidden") return false;
  return attribute === "value" || attribute === "checked";
}

function morphChildren(old: Element, fresh: Element): void {
  let place: ChildNode | null = old.firstChild;
  for (const wanted of Array.from(fresh.childNodes)) {
    const match = findMatch(place, wanted, old);
    if (!match) {
      old.insertBefore(wanted.cloneNode(true), place);
      continue;
    }
    if (match !== place) old.insertBefore(match, place);
    else place = match.nextSibling;
    if (match instanceof Element) morph(match, wanted as Element);
    else if (match.nodeValue !== wanted.nodeValue) match.nodeValue = wanted.nodeValue;
  }
  while (place) {
    const next: ChildNode | null = place.nextSibling;
    place.remove();
    place = next;
  }
}

/** By id wherever it stands now; without one the very next of its kind. */
function findMatch(place: ChildNode | null, wanted: ChildNode, parent: Element): ChildNode | null {
  const id = wanted instanceof Element ? wanted.id : "";
  if (id) {
    const there = document.getElementById(id);
    return there?.parentElement === parent ? there : null;
  }
  for (let node = place; node; node = node.nextSibling) {
    if (node instanceof Element && node.id) return null;
    if (node.nodeName === wanted.nodeName) return node;
    if (node instanceof Element) return null;
  }
  return null;
}
