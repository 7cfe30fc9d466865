import { all, once } from "./dom";

const SHOWN = "manyhands.map";
const HAS_ROOM = "(min-width: 62rem)";

interface MapScript {
  open(box: HTMLElement): Promise<void>;
}

/** Maps weigh more than the rest of a page: script and styles come on the press of the button, or where it was pressed
 * before; on some pages, where there is room, once all the rest is there, unless somebody has closed it before. */
export function offerMaps(root: ParentNode): void {
  for (const box of all<HTMLElement>("[data-map]", root)) {
    const opener = box.querySelector<HTMLButtonElement>("[data-map-open]");
    if (!opener || !once(box, "Map")) continue;
    opener.hidden = false;
    opener.addEventListener("click", () => void show(box, opener, true));
    box.querySelector("[data-map-close]")?.addEventListener("click", () => hide(box, opener));
    if (opensItself(box)) afterThePage(() => void show(box, opener, false));
  }
}

const isRemembered = (box: HTMLElement): boolean => box.dataset.map !== "pin";
const nameOf = ({ dataset }: HTMLElement): string => (dataset.opensOn ? `${SHOWN}.${dataset.opensOn}` : SHOWN);

function opensItself(box: HTMLElement): boolean {
  if (!isRemembered(box)) return false;
  const said = localStorage.getItem(nameOf(box));
  return said ? said === "1" : Boolean(box.dataset.opensOn) && matchMedia(HAS_ROOM).matches;
}

function afterThePage(open: () => void): void {
  if (document.readyState === "complete") setTimeout(open);
  else addEventListener("load", () => setTimeout(open), { once: true });
}

async function show(box: HTMLElement, opener: HTMLButtonElement, isPressed: boolean): Promise<void> {
  if (opener.getAttribute("aria-disabled")) return;
  opener.setAttribute("aria-disabled", "true");
  try {
    const { dataset } = box;
    const [script] = await Promise.all([import(dataset.script ?? "") as Promise<MapScript>, addStyles(dataset.styles ?? "")]);
    toggle(box, opener, true);
    if (once(box, "MapOpened")) await script.open(box);
    if (isPressed && isRemembered(box)) localStorage.setItem(nameOf(box), "1");
    if (isPressed) box.querySelector<HTMLElement>("[data-map-canvas]")?.focus();
  } catch {
    delete box.dataset.doneMapOpened;
    toggle(box, opener, false);
    const status = box.querySelector("[data-map-status]");
    if (status) status.textContent = box.dataset.failed ?? "";
  } finally {
    opener.removeAttribute("aria-disabled");
  }
}

function hide(box: HTMLElement, opener: HTMLButtonElement): void {
  if (isRemembered(box)) localStorage.setItem(nameOf(box), "0");
  toggle(box, opener, false);
  opener.focus();
}

function toggle(box: HTMLElement, opener: HTMLButtonElement, isShown: boolean): void {
  opener.hidden = isShown;
  for (const part of box.querySelectorAll<HTMLElement>("[data-map-body], [data-map-close]")) part.hidden = !isShown;
}

function addStyles(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (document.querySelector(`link[href="${CSS.escape(href)}"]`)) return resolve();
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = () => resolve();
    link.onerror = reject;
    document.head.append(link);
  });
}
