/** What one cell holds, beneath the map: the same rows as in the list. */
export async function showRows(box: HTMLElement, cell: string): Promise<void> {
  const place = box.querySelector<HTMLElement>("[data-map-rows]");
  if (!place) return;
  const query = new URLSearchParams(box.dataset.query);
  query.set("cell", cell);
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${box.dataset.rows}?${query}`, {
      credentials: "same-origin",
      headers: { "X-Fragment": "rows" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...page.body.childNodes);
    place.hidden = false;
    place.querySelector<HTMLElement>("h3")?.focus();
  } catch {
    const status = box.querySelector("[data-map-status]");
    if (status) status.textContent = box.dataset.failed ?? "";
  } finally {
    place.removeAttribute("aria-busy");
  }
}
