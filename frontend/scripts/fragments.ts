// What happens when a fragment cannot be fetched: say so, keep what is there.

import { hideLost, showLost } from "./submit";

interface RequestEvent {
  elt: HTMLElement;
  xhr: XMLHttpRequest;
}

export function watchFragments(): void {
  document.addEventListener("htmx:sendError", (event) => {
    const { elt } = (event as CustomEvent<RequestEvent>).detail;
    showLost(elt instanceof HTMLFormElement ? elt : (document.getElementById("main") ?? elt), () => location.reload());
  });
  document.addEventListener("htmx:responseError", () => {
    const box = document.getElementById("answer-lost");
    if (box) box.hidden = false;
  });
  document.addEventListener("htmx:afterOnLoad", hideLost);
}
