import type { Layout } from "./figure.js";
import { placeLabels } from "./placeLabels.js";
import type { Projection } from "./project.js";
import { lineWidth, richText } from "./svg/richText.js";
import { grey, userText } from "./theme.js";

/** Pixels that the points have, about; labels are spread by it. */
interface Room {
  readonly width: number;
  readonly height: number;
}

/** Pixels by which the label of an arrow may reach over the edges of the plot. */
const over = 12;

/** The middle of a segment, and how far its points reach. */
export interface Center {
  readonly label: number;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly spanX: readonly [number, number];
  readonly spanY: readonly [number, number];
}

/**
 * Labels at the centers of segments, and arrows with theirs, on a plane of these ranges; none covers another. A label that would hide all
 * points of its segment stands above them. Where names cannot stand at their centers, the labels are numbers (`numbered`), and the legend
 * has to say which is which.
 */
export function labelCenters(
  centers: readonly Center[],
  arrows: Projection["arrows"],
  rangeX: readonly [number, number],
  rangeY: readonly [number, number],
  inner: Room,
): { numbered: boolean; annotations: Layout[] } {
  const pixels: Pixels = {
    x: (x) => ((x - rangeX[0]) / (rangeX[1] - rangeX[0])) * inner.width,
    y: (y) => (1 - (y - rangeY[0]) / (rangeY[1] - rangeY[0])) * inner.height,
  };
  const numbered = isNumbered(centers, pixels, inner);
  const middles = centers.map(({ label, name, x, y, spanX, spanY }) => {
    const text = `<b>${numbered ? label + 1 : userText(name, 22)}</b>`;
    const box = boxOf(text, 12);
    const hides =
      pixels.x(spanX[1]) - pixels.x(spanX[0]) < 1.5 * box.width &&
      pixels.y(spanY[0]) - pixels.y(spanY[1]) < 1.5 * box.height;
    const above = pixels.y(spanY[1]) - box.height / 2 - 5;
    return { text, x, y, size: 12, shiftX: 0, shiftY: hides ? above - pixels.y(y) : 0 };
  });
  const tips = arrows.map(({ column, x, y }) => {
    const text = userText(column, 22);
    // The label of an arrow lies beyond its tip, or it would cover it.
    const [dx, dy] = [pixels.x(x) - pixels.x(0), pixels.y(y) - pixels.y(0)];
    const length = Math.max(1e-9, Math.hypot(dx, dy));
    const box = boxOf(text, 11);
    const beyond =
      Math.min(
        box.width / 2 / Math.max(1e-9, Math.abs(dx / length)),
        box.height / 2 / Math.max(1e-9, Math.abs(dy / length)),
      ) + 4;
    const wanted = pixels.x(x) + (dx / length) * beyond;
    // Beside the plot stands the legend.
    const kept = Math.max(box.width / 2 - over, Math.min(inner.width + over - box.width / 2, wanted));
    return { text, x, y, size: 11, shiftX: kept - pixels.x(x), shiftY: (dy / length) * beyond };
  });
  const labels = [...middles, ...tips];
  const shifts = placeLabels(
    labels.map(({ text, x, y, size, shiftX, shiftY }) => ({
      x: pixels.x(x) + shiftX,
      y: pixels.y(y) + shiftY,
      ...boxOf(text, size),
    })),
    0,
    inner.height,
  );
  const annotations = [
    ...arrows.map((arrow) => ({
      text: "",
      x: arrow.x,
      y: arrow.y,
      ax: 0,
      ay: 0,
      xref: "x",
      yref: "y",
      axref: "x",
      ayref: "y",
      showarrow: true,
      arrowhead: 2,
      arrowwidth: 1.2,
      arrowcolor: grey,
    })),
    ...labels.map(({ text, x, y, size, shiftX, shiftY }, i) => ({
      text,
      x,
      y,
      xref: "x",
      yref: "y",
      xshift: Math.round(shiftX) + 0,
      yshift: 0 - Math.round(shiftY + shifts[i]!),
      showarrow: false,
      font: { size, color: size === 12 ? "#111111" : "#444444" },
      bgcolor: "rgba(255,255,255,0.75)",
      borderpad: 1,
    })),
  ];
  return { numbered, annotations };
}

/** Where on the plane, in pixels from its top left, a point lies. */
interface Pixels {
  x(x: number): number;
  y(y: number): number;
}

/**
 * Long names would cover the points, and a name that must give way to others would stand at a place that is not its segment's: then the
 * centers get numbers, and the legend says which is which.
 */
function isNumbered(centers: readonly Center[], pixels: Pixels, inner: Room): boolean {
  if (centers.some(({ name }) => name.length > 18)) return true;
  const wanted = centers.map(({ name, x, y }) => ({ x: pixels.x(x), y: pixels.y(y), ...boxOf(userText(name), 12) }));
  return placeLabels(wanted, 0, inner.height).some((shift) => Math.abs(shift) > 24);
}

function boxOf(text: string, size: number): { width: number; height: number } {
  return { width: lineWidth(richText(text)[0]!, size, true) + 6, height: size * 1.5 };
}
