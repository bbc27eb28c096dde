import type { Layout, Trace } from "../figure.js";
import { type ColorScale, colorAt } from "./colors.js";
import { type Attributes, coordinate, element } from "./element.js";
import { dashArray, each, type Frame, list, type Mark, part, requireDrawn, type Units } from "./mark.js";
import { markerPath } from "./markerPath.js";
import type { Sheet } from "./sheet.js";

const drawn =
  "type name mode x y x0 dx y0 dy xaxis yaxis marker line text textposition textfont fill fillcolor error_x error_y opacity showlegend legendgroup legendrank visible connectgaps cliponaxis".split(
    " ",
  );

/** Points, lines, areas and texts of a `scatter` trace. */
export function scatterMark(trace: Trace, units: Units, color: string): Mark {
  requireDrawn("a scatter trace", trace, drawn);
  const xList = list(trace, "x");
  const yList = list(trace, "y");
  const length = Math.max(xList?.length ?? 0, yList?.length ?? 0);
  const xs = Array.from({ length }, (_, i) => (xList === undefined ? i : units.x.unit(xList[i])));
  const ys = Array.from({ length }, (_, i) => (yList === undefined ? i : units.y.unit(yList[i])));
  const there = (i: number) => Number.isFinite(xs[i]) && Number.isFinite(ys[i]);

  const modes = String(trace.mode ?? (length < 20 ? "lines+markers" : "lines")).split("+");
  const unknown = modes.find((mode) => !["lines", "markers", "text", "none"].includes(mode));
  if (unknown !== undefined) throw new Error(`expected a scatter mode of lines, markers and text, got ${unknown}`);
  const marker = part(trace, "marker");
  requireDrawn("a scatter marker", marker, [
    ..."color size symbol opacity line colorscale cmin cmax showscale colorbar reversescale".split(" "),
  ]);
  const line = part(trace, "line");
  requireDrawn("a scatter line", line, ["color", "width", "dash", "shape", "simplify"]);
  const errorX = errors(trace, "error_x", xs, units.x);
  const errorY = errors(trace, "error_y", ys, units.y);
  const markerColor = markerColors(marker, color);
  const lineColor = String(line.color ?? (typeof marker.color === "string" ? marker.color : color));
  const hasMarkers = modes.includes("markers");
  const hasText = modes.includes("text");
  const pad = hasMarkers || hasText ? 0.06 : 0;
  const size = each(marker.size, 6);
  const symbol = each(marker.symbol, "circle");
  const rim = part(marker, "line");
  const fill = trace.fill === "none" ? undefined : trace.fill;
  const needsZero = (axis: string) => fill === `tozero${axis}`;

  return {
    trace,
    xs: [...xs.filter((_, i) => there(i)), ...errorX.ends, ...(needsZero("x") ? [0] : [])],
    ys: [...ys.filter((_, i) => there(i)), ...errorY.ends, ...(needsZero("y") ? [0] : [])],
    padX: [pad, pad],
    padY: [hasMarkers || hasText ? 0.06 : needsZero("y") ? 0 : 0.04, hasMarkers || hasText ? 0.06 : 0.04],
    ...(markerColor.bar === undefined ? {} : { colorBar: markerColor.bar }),
    draw(sheet, frame) {
      const opacity = trace.opacity as number | undefined;
      const pieces = segmentsOf(length, there, trace.connectgaps === true);
      if (fill !== undefined) drawFill(sheet, frame, pieces);
      if (modes.includes("lines")) {
        const width = Number(line.width ?? 2);
        for (const piece of pieces) {
          if (piece.length < 2) continue;
          sheet.add("path", {
            d: pathOf(piece, frame),
            fill: "none",
            stroke: lineColor,
            "stroke-width": width,
            "stroke-dasharray": dashArray(line.dash, width),
            "stroke-linejoin": "round",
            "stroke-opacity": opacity,
          });
        }
      }
      errorX.draw(sheet, frame, there, xs, ys);
      errorY.draw(sheet, frame, there, xs, ys);
      if (hasMarkers) drawPoints(sheet, frame, opacity);
      if (hasText) drawTexts(sheet, frame);
    },
    key(sheet, x, y) {
      if (fill !== undefined)
        sheet.add("rect", {
          x: x - 10,
          y: y - 6,
          width: 20,
          height: 12,
          fill: fillColor(),
          "fill-opacity": fillOpacity(),
        });
      if (modes.includes("lines"))
        sheet.add("path", {
          d: `M${coordinate(x - 12)},${coordinate(y)}H${coordinate(x + 12)}`,
          stroke: lineColor,
          "stroke-width": Number(line.width ?? 2),
          "stroke-dasharray": dashArray(line.dash, Number(line.width ?? 2)),
        });
      if (hasMarkers)
        sheet.add("path", {
          d: markerPath(symbol(0), x, y, Math.max(7, Math.min(11, size(0)))),
          ...style(0, undefined),
        });
    },
  };

  function style(i: number, opacity: number | undefined): Attributes {
    const open = symbol(i).endsWith("-open");
    return {
      fill: open ? "none" : markerColor.at(i),
      stroke: open ? markerColor.at(i) : (rim.color as string | undefined),
      "stroke-width": open ? Number(rim.width ?? 1.5) : (rim.width as number | undefined),
      opacity: (marker.opacity as number | undefined) ?? opacity,
    };
  }

  /** Points of one style share a group, which keeps thousands of them small. */
  function drawPoints(sheet: Sheet, frame: Frame, opacity: number | undefined): void {
    const groups = new Map<string, { attributes: Attributes; points: string[] }>();
    for (let i = 0; i < length; i++) {
      if (!there(i)) continue;
      const attributes = style(i, opacity);
      const key = JSON.stringify(attributes);
      let group = groups.get(key);
      if (group === undefined) {
        group = { attributes, points: [] };
        groups.set(key, group);
      }
      group.points.push(element("path", { d: markerPath(symbol(i), frame.x(xs[i]!), frame.y(ys[i]!), size(i)) }));
    }
    for (const { attributes, points } of groups.values())
      sheet.add("g", { class: "points", ...opacityOfEach(attributes) }, ...points);
  }

  function pathOf(piece: readonly number[], frame: Frame): string {
    const shape = line.shape ?? "linear";
    if (shape !== "linear" && shape !== "hv" && shape !== "vh")
      throw new Error(`expected a line shape linear, hv or vh, got ${JSON.stringify(shape)}`);
    let d = "";
    piece.forEach((i, n) => {
      const x = coordinate(frame.x(xs[i]!));
      const y = coordinate(frame.y(ys[i]!));
      if (n === 0) d = `M${x},${y}`;
      else if (shape === "hv") d += `H${x}V${y}`;
      else if (shape === "vh") d += `V${y}H${x}`;
      else d += `L${x},${y}`;
    });
    return d;
  }

  function fillColor(): string {
    return String(trace.fillcolor ?? lineColor);
  }

  function fillOpacity(): number | undefined {
    const alpha = /^rgba\(.*,\s*([\d.]+)\s*\)$/.exec(fillColor())?.[1];
    if (alpha !== undefined) return undefined; // the color brings its own
    return trace.fillcolor === undefined ? 0.5 : undefined;
  }

  function drawFill(sheet: Sheet, frame: Frame, pieces: readonly (readonly number[])[]): void {
    for (const piece of pieces) {
      if (piece.length === 0) continue;
      const first = piece[0]!;
      const last = piece.at(-1)!;
      let close: string;
      if (fill === "toself") close = "Z";
      else if (fill === "tozeroy") {
        const zero = coordinate(frame.y(0));
        close = `L${coordinate(frame.x(xs[last]!))},${zero}L${coordinate(frame.x(xs[first]!))},${zero}Z`;
      } else if (fill === "tozerox") {
        const zero = coordinate(frame.x(0));
        close = `L${zero},${coordinate(frame.y(ys[last]!))}L${zero},${coordinate(frame.y(ys[first]!))}Z`;
      } else throw new Error(`expected a fill of tozeroy, tozerox or toself, got ${JSON.stringify(fill)}`);
      sheet.add("path", { d: pathOf(piece, frame) + close, fill: fillColor(), "fill-opacity": fillOpacity() });
    }
  }

  function drawTexts(sheet: Sheet, frame: Frame): void {
    const texts = each(trace.text, "");
    const position = each(trace.textposition, "middle center");
    const font = part(trace, "textfont");
    const fontColor = each(font.color, "#222222");
    const fontSize = each(font.size, 12);
    for (let i = 0; i < length; i++) {
      if (!there(i) || texts(i) === "") continue;
      const [vertical, horizontal] = position(i).split(" ") as [string, string];
      const gap = hasMarkers ? size(i) / 2 + 3 : 3;
      sheet.text(
        frame.x(xs[i]!) + (horizontal === "left" ? -gap : horizontal === "right" ? gap : 0),
        frame.y(ys[i]!) + (vertical === "top" ? -gap : vertical === "bottom" ? gap : 0),
        String(texts(i)),
        {
          size: fontSize(i),
          color: fontColor(i),
          anchor: horizontal === "left" ? "end" : horizontal === "right" ? "start" : "middle",
          vertical: vertical === "top" ? "bottom" : vertical === "bottom" ? "top" : "middle",
          halo: true,
        },
      );
    }
  }
}

/** Runs of points between gaps. */
function segmentsOf(length: number, there: (i: number) => boolean, connect: boolean): number[][] {
  const pieces: number[][] = [[]];
  for (let i = 0; i < length; i++) {
    if (there(i)) pieces.at(-1)!.push(i);
    else if (!connect && pieces.at(-1)!.length > 0) pieces.push([]);
  }
  return pieces;
}

function markerColors(marker: Layout, color: string) {
  const given = marker.color;
  if (!Array.isArray(given) || !given.some((value) => typeof value === "number"))
    return { at: each(given, color), bar: undefined };
  const scale = marker.colorscale as ColorScale | undefined;
  if (!Array.isArray(scale))
    throw new Error("expected a colorscale (an array of positions and colors) beside numeric colors");
  const numbers = given.filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  const low = Number(marker.cmin ?? Math.min(...numbers));
  const high = Number(marker.cmax ?? Math.max(...numbers));
  const turned: ColorScale =
    marker.reversescale === true ? scale.map(([at, c]) => [1 - at, c] as const).reverse() : scale;
  const at = (i: number) =>
    typeof given[i] === "number" && Number.isFinite(given[i])
      ? colorAt(turned, high > low ? (given[i] - low) / (high - low) : 0.5)
      : "#999999";
  const bar = marker.showscale === true ? { scale: turned, low, high, spec: part(marker, "colorbar") } : undefined;
  return { at, bar };
}

function errors(trace: Trace, name: "error_x" | "error_y", base: readonly number[], axis: Units["x"]) {
  const spec = part(trace, name);
  if (trace[name] === undefined || spec.visible === false) return { ends: [], draw: () => {} };
  requireDrawn(`${name}`, spec, "type array arrayminus symmetric visible color thickness width".split(" "));
  if ((spec.type ?? "data") !== "data" || !Array.isArray(spec.array))
    throw new Error(`expected ${name} of type "data" with an array, got ${JSON.stringify(spec.type)}`);
  if (axis.kind !== "linear") throw new Error(`expected a linear axis for ${name}, got a ${axis.kind} one`);
  const plus = spec.array as readonly unknown[];
  const minus = (spec.arrayminus as readonly unknown[] | undefined) ?? plus;
  const reach = (i: number) => [base[i]! - Number(minus[i] ?? 0), base[i]! + Number(plus[i] ?? 0)] as const;
  const cap = Number(spec.width ?? 4);
  return {
    ends: base.flatMap((value, i) => (Number.isFinite(value) ? reach(i) : [])),
    draw(sheet: Sheet, frame: Frame, there: (i: number) => boolean, xs: readonly number[], ys: readonly number[]) {
      base.forEach((_, i) => {
        if (!there(i)) return;
        const [low, high] = reach(i);
        const c = coordinate;
        let d: string;
        if (name === "error_y") {
          const x = frame.x(xs[i]!);
          const [a, b] = [c(frame.y(low)), c(frame.y(high))];
          d = `M${c(x)},${a}V${b}M${c(x - cap)},${a}H${c(x + cap)}M${c(x - cap)},${b}H${c(x + cap)}`;
        } else {
          const y = frame.y(ys[i]!);
          const [a, b] = [c(frame.x(low)), c(frame.x(high))];
          d = `M${a},${c(y)}H${b}M${a},${c(y - cap)}V${c(y + cap)}M${b},${c(y - cap)}V${c(y + cap)}`;
        }
        sheet.add("path", {
          d,
          stroke: String(spec.color ?? "#444444"),
          "stroke-width": Number(spec.thickness ?? 1.5),
          fill: "none",
        });
      });
    },
  };
}

/** Opacity of a group would hide that its points overlap, so each part of a point gets it. */
function opacityOfEach({ opacity, ...rest }: Attributes): Attributes {
  return { ...rest, "fill-opacity": opacity, "stroke-opacity": opacity };
}
