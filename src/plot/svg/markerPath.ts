import { coordinate } from "./element.js";

/** The outline of a marker symbol of diameter `size` around (x, y), as SVG path data. */
export function markerPath(symbol: string, x: number, y: number, size: number): string {
  const r = size / 2;
  const name = symbol.replace(/-open$/, "");
  if (name === "circle") {
    const c = coordinate;
    return `M${c(x - r)},${c(y)}a${c(r)},${c(r)} 0 1,0 ${c(2 * r)},0a${c(r)},${c(r)} 0 1,0 ${c(-2 * r)},0Z`;
  }
  const corners = outlines[name]?.();
  if (corners === undefined)
    throw new Error(`expected a marker symbol that drawSvg knows, got ${JSON.stringify(symbol)}`);
  return `M${corners.map(([dx, dy]) => `${coordinate(x + dx * r)},${coordinate(y + dy * r)}`).join("L")}Z`;
}

type Corners = readonly (readonly [number, number])[];

/** Corners for radius 1; sizes are evened out so that no shape looks heavier than the circle. */
const outlines: { readonly [symbol: string]: () => Corners } = {
  square: () => box(0.9),
  diamond: () => regular(4, 1.25),
  "triangle-up": () => regular(3, 1.2),
  "triangle-down": () => regular(3, 1.2, 180),
  "triangle-left": () => regular(3, 1.2, 270),
  "triangle-right": () => regular(3, 1.2, 90),
  pentagon: () => regular(5, 1.1),
  hexagon: () => regular(6, 1.1),
  star: () => regular(5, 1.35).flatMap((corner, i) => [corner, regular(5, 0.55, 36)[i]!]),
  cross: () => plus(1.15, 0.4),
  x: () => plus(1.15, 0.4).map(([dx, dy]) => [(dx - dy) * Math.SQRT1_2, (dx + dy) * Math.SQRT1_2] as const),
};

function box(r: number): Corners {
  return [
    [-r, -r],
    [r, -r],
    [r, r],
    [-r, r],
  ];
}

function regular(corners: number, r: number, turn = 0): Corners {
  return Array.from({ length: corners }, (_, i) => {
    const angle = ((360 / corners) * i + turn - 90) * (Math.PI / 180);
    return [Math.cos(angle) * r, Math.sin(angle) * r] as const;
  });
}

function plus(long: number, half: number): Corners {
  const quarter: Corners = [
    [half, -long],
    [half, -half],
    [long, -half],
  ];
  return [0, 1, 2, 3].flatMap((turn) =>
    quarter.map(([dx, dy]) => {
      let [a, b] = [dx, dy];
      for (let i = 0; i < turn; i++) [a, b] = [-b, a];
      return [a, b] as const;
    }),
  );
}
