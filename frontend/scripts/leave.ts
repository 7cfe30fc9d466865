// "Leave this page quickly": a press, or Shift three times. The neutral page takes the place of ours; coming back with
// the browser's own button leads to the neutral page again; what was typed is forgotten here and on the server.

const LEFT_FOR = "manyhands.left";
const SHIFTS_NEEDED = 3;
const SHIFTS_WITHIN_MS = 3000;

export function armLeaving(): void {
  window.addEventListener("pageshow", (event) => {
    const [arrival] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (event.persisted || arrival?.type === "back_forward") leaveAgain();
    else sessionStorage.removeItem(LEFT_FOR);
  });
  const link = document.querySelector<HTMLAnchorElement>("[data-leave]");
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link);
  });
  let presses: number[] = [];
  document.addEventListener("keyup", (event) => {
    presses = event.key === "Shift" ? [...presses.slice(1 - SHIFTS_NEEDED), event.timeStamp] : [];
    if (presses.length === SHIFTS_NEEDED && event.timeStamp - (presses[0] ?? 0) < SHIFTS_WITHIN_MS) leave(link);
  });
}

function leave(link: HTMLAnchorElement): void {
  hidePage();
  for (const form of document.forms) form.reset();
  if (link.dataset.forget) {
    const body = new FormData();
    const token = document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]");
    if (token) body.append(token.name, token.value);
    navigator.sendBeacon(link.dataset.forget, body);
  }
  sessionStorage.setItem(LEFT_FOR, link.href);
  location.replace(link.href);
}

function leaveAgain(): void {
  const target = sessionStorage.getItem(LEFT_FOR);
  if (!target) return;
  hidePage();
  location.replace(target);
}

function hidePage(): void {
  document.body.hidden = true;
  document.title = "";
}
