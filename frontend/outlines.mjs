// Outlines of states and counties, one small file for each state: a map fetches only those near its group.
import { feature, mesh } from "topojson-client";

/** About a hundred metres, which is what the source can tell apart. */
const STEPS_PER_DEGREE = 1000;
/** What falls off when the whole country is drawn: lines shorter than this many corners. */
const CRUMB_CORNERS = 12;

/** The files by name, with the box [west, south, east, north] of each in `index`. */
export function collectOutlines(atlas) {
  const files = { index: {} };
  for (const state of atlas.objects.states.geometries) {
    files[state.id] = { state: lines(mesh(atlas, state)), county: lines(mesh(atlas, countiesOf(atlas, state), inside)) };
    files.index[state.id] = boxOf(feature(atlas, state));
  }
  const country = lines(mesh(atlas, atlas.objects.states)).filter((line) => line.length > 2 * CRUMB_CORNERS);
  return { ...files, us: { state: country, county: [] } };
}

function countiesOf(atlas, state) {
  const geometries = atlas.objects.counties.geometries.filter(({ id }) => id.startsWith(state.id));
  return { type: "GeometryCollection", geometries };
}

/** A border between two counties; what only one of them has is the border of the state. */
const inside = (one, other) => one !== other;

/** Each line as its first corner and the steps to the next ones. */
function lines({ coordinates }) {
  return coordinates.map((line) => {
    const corners = line.map((corner) => corner.map((degrees) => Math.round(degrees * STEPS_PER_DEGREE)));
    return corners.flatMap(([x, y], index) => (index ? [x - corners[index - 1][0], y - corners[index - 1][1]] : [x, y]));
  });
}

function boxOf({ geometry }) {
  const corners = geometry.coordinates.flat(geometry.type === "MultiPolygon" ? 2 : 1);
  const lons = corners.map(([lon]) => lon);
  const lats = corners.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)].map((degrees) => Number(degrees.toFixed(3)));
}
