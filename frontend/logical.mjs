// Bootstrap still writes some physical sides (margin-left, text-align: left). We serve one stylesheet for
// both reading directions, so every physical side becomes its logical twin while building.

const SIDES = { left: "start", right: "end" };

const RENAMED = [
  [/(?<![\w-])(margin|padding)-(left|right)(?=\s*:)/g, (_, box, side) => `${box}-inline-${SIDES[side]}`],
  [/(?<![\w-])border-(left|right)(-(?:width|style|color))?(?=\s*:)/g, (_, side, part = "") => `border-inline-${SIDES[side]}${part}`],
  [
    /(?<![\w-])border-(top|bottom)-(left|right)-radius(?=\s*:)/g,
    (_, block, side) => `border-${block === "top" ? "start" : "end"}-${SIDES[side]}-radius`,
  ],
  [/(?<=[{;]\s*)(left|right)(?=\s*:)/g, (_, side) => `inset-inline-${SIDES[side]}`],
  [/(?<![\w-])(text-align\s*:\s*)(left|right)\b/g, (_, property, side) => property + SIDES[side]],
  [/(?<![\w-])((?:float|clear)\s*:\s*)(left|right)\b/g, (_, property, side) => `${property}inline-${SIDES[side]}`],
];

export function toLogical(css) {
  return RENAMED.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), css);
}

/** What `toLogical` must not leave behind; the build stops on it. */
export function physicalSides(css) {
  const found = css.match(/(?<![\w-])(?:margin|padding|border(?:-top|-bottom)?|scroll-margin)-(?:left|right)\b[^:;{}]*:|(?:text-align|float|clear):\s*(?:left|right)\b|[{;]\s*(?:left|right):/g);
  return found ?? [];
}
