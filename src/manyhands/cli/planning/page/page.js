"use strict";
(() => {
  const table = document.querySelector(".plan");
  const rows = table ? [...table.tBodies[0].rows] : [];
  const search = document.getElementById("search");
  const outcome = document.getElementById("outcome");
  const count = document.getElementById("count");

  for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;

  // Without accents, so that "nunez" finds Núñez.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(rows.map((row) => [row, plain(row.textContent)]));

  const filter = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const fits =
        (!outcome.value || row.dataset.outcome === outcome.value) &&
        words.every((word) => texts.get(row).includes(word));
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = count.dataset.text.replace("{shown}", shown).replace("{all}", rows.length);
  };

  const value = (row, place) => row.cells[place].dataset.value ?? row.cells[place].textContent.trim();
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const sort = (heading) => {
    const place = heading.cellIndex;
    const falls = heading.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", falls ? "descending" : "ascending");
    // What is empty stays at the end, whichever way the rest is turned.
    const sorted = [...rows].sort((one, other) => {
      const first = value(one, place);
      const second = value(other, place);
      if (!first || !second) return first ? -1 : second ? 1 : 0;
      return falls ? compare(second, first) : compare(first, second);
    });
    table.tBodies[0].append(...sorted);
  };

  if (table) {
    search.addEventListener("input", filter);
    outcome.addEventListener("change", filter);
    table.tHead.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) sort(button.closest("th"));
    });
    filter();
  }

  const map = document.getElementById("map");
  if (!map) return;
  const whole = { x: map.viewBox.baseVal.x, y: map.viewBox.baseVal.y, w: map.viewBox.baseVal.width, h: map.viewBox.baseVal.height };
  let box = { ...whole };
  const marks = [...map.querySelectorAll("defs > g")];
  const zips = document.getElementById("zips");
  const scale = document.querySelector(".scale");

  const show = () => {
    map.setAttribute("viewBox", `${box.x} ${box.y} ${box.w} ${box.h}`);
    const part = box.w / whole.w;
    // Marks stay as large however close the look, and half as large again on a telephone.
    const size = Number(map.dataset.mark) * part * Math.min(1.7, Math.max(1, whole.w / (map.clientWidth || whole.w)));
    for (const mark of marks) mark.setAttribute("transform", `scale(${size})`);
    zips?.setAttribute("font-size", 15 * size);
    const length = Number(scale.dataset.length) * part;
    scale.querySelector("span").textContent = `${Number(length.toPrecision(2))} ${scale.dataset.unit}`;
  };
  const zoom = (factor) => {
    const w = Math.min(whole.w, Math.max(whole.w / 400, box.w * factor));
    const h = (w * whole.h) / whole.w;
    box = { x: box.x + (box.w - w) / 2, y: box.y + (box.h - h) / 2, w, h };
    show();
  };
  const move = (dx, dy) => {
    box.x += dx * box.w;
    box.y += dy * box.h;
    show();
  };
  const acts = {
    in: () => zoom(0.6),
    out: () => zoom(1 / 0.6),
    all: () => {
      box = { ...whole };
      show();
    },
  };
  for (const button of document.querySelectorAll("[data-map]")) {
    button.addEventListener("click", acts[button.dataset.map]);
  }
  const keys = { "+": acts.in, "=": acts.in, "-": acts.out, 0: acts.all, ArrowLeft: () => move(-0.15, 0), ArrowRight: () => move(0.15, 0), ArrowUp: () => move(0, -0.15), ArrowDown: () => move(0, 0.15) };
  map.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? null : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  addEventListener("resize", show);
  show();

  let held = null;
  map.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse") return;
    held = { x: event.clientX, y: event.clientY };
    map.setPointerCapture(event.pointerId);
  });
  map.addEventListener("pointermove", (event) => {
    if (!held) return;
    const frame = map.getBoundingClientRect();
    move((held.x - event.clientX) / frame.width, (held.y - event.clientY) / frame.height);
    held = { x: event.clientX, y: event.clientY };
  });
  for (const end of ["pointerup", "pointercancel"]) {
    map.addEventListener(end, () => {
      held = null;
    });
  }

  // A row and its way belong together: pointing at one lights up the other.
  const ways = new Map();
  for (const way of map.querySelectorAll(".way")) ways.set(`${way.dataset.task} ${way.dataset.helper}`, way);
  const light = (row, on) => {
    row.classList.toggle("is-on", on);
    ways.get(`${row.dataset.task} ${row.dataset.helper}`)?.classList.toggle("is-on", on);
  };
  for (const row of rows) {
    row.addEventListener("pointerenter", () => light(row, true));
    row.addEventListener("pointerleave", () => light(row, false));
  }
})();
