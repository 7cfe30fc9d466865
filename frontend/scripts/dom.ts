/** Elements of one kind under `root`, `root` itself included. */
export function all<Kind extends HTMLElement>(selector: string, root: ParentNode = document): Kind[] {
  const found = Array.from(root.querySelectorAll<Kind>(selector));
  return root instanceof HTMLElement && root.matches(selector) ? [root as unknown as Kind, ...found] : found;
}

/** Say something to screen readers without moving the focus. */
export function announce(text: string): void {
  const region = document.getElementById("announcements");
  if (region) region.textContent = text;
}

/** Run once per element, also when a fragment brings it in later. */
export function once(element: HTMLElement, mark: string): boolean {
  const key = `done${mark}`;
  if (element.dataset[key]) return false;
  element.dataset[key] = "1";
  return true;
}
