import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import type { Trace } from "../plot/figure.js";

/** Which plotly.js a figure needs: the small one for plane charts, or all of it. */
export type PlotlyBuild = "cartesian" | "full";

const cartesianTraces = new Set(
  "scatter bar box heatmap histogram histogram2d histogram2dcontour contour violin pie image scatterternary".split(" "),
);

/** The smallest build that draws these traces. */
export function plotlyBuildFor(data: readonly Trace[]): PlotlyBuild {
  return data.every((trace) => cartesianTraces.has(trace.type ?? "scatter")) ? "cartesian" : "full";
}

const packed = new Map<PlotlyBuild, string>();

/**
 * plotly.js as gzip in base64: a fourth of its size as a script. It is a browser program, so it is read as a file and never
 * imported.
 */
export function plotlyLibrary(build: PlotlyBuild): string {
  const known = packed.get(build);
  if (known !== undefined) return known;
  const file =
    build === "cartesian" ? "plotly.js-cartesian-dist-min/plotly-cartesian.min.js" : "plotly.js-dist/plotly.js";
  const code = readFileSync(createRequire(import.meta.url).resolve(file));
  const text = gzipSync(code, { level: 9 }).toString("base64");
  packed.set(build, text);
  return text;
}

/**
 * JavaScript for a page: `clientelePlots.need(build, draw)` calls `draw(Plotly)` as soon as a build that suffices is there, and
 * `clientelePlots.load(build, base64)` unpacks one. Figures and library may come in any order and more than once. `define`,
 * `module` and `exports` are shadowed, or a page's require.js would take the library for itself.
 */
export const plotlyLoader = `window.clientelePlots = window.clientelePlots || (function () {
  var libraries = {}, asked = {}, waiting = [];
  function enough(build) { return libraries.full || (build === "cartesian" && libraries.cartesian); }
  return {
    need: function (build, draw) { var library = enough(build); if (library) draw(library); else waiting.push([build, draw]); },
    load: function (build, base64) {
      if (asked[build] || typeof DecompressionStream === "undefined") return;
      asked[build] = true;
      var bytes = Uint8Array.from(atob(base64), function (c) { return c.charCodeAt(0); });
      var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
      new Response(stream).text().then(function (code) {
        var module = { exports: {} };
        new Function("define", "module", "exports", code).call(window, undefined, module, module.exports);
        libraries[build] = module.exports;
        var later = [];
        waiting.forEach(function (one) { var library = enough(one[0]); if (library) one[1](library); else later.push(one); });
        waiting = later;
      });
    }
  };
})();`;

/**
 * JavaScript for a page: `clienteleDraw(Plotly, box, figure)` draws a figure into `box` in place of the static image; on a
 * narrow screen in the form that `narrow` gave it.
 */
export const plotlyDraw = `function clienteleDraw(Plotly, box, figure) {
  if (!box || box.hasAttribute("data-drawn")) return;
  box.setAttribute("data-drawn", "");
  var small = box.clientWidth > 0 && box.clientWidth < 560 ? figure.narrow : undefined;
  var traces = small ? figure.data.map(function (trace, i) { return Object.assign({}, trace, small.data[i]); }) : figure.data;
  var layout = Object.assign({}, (small || figure).layout, { autosize: true, height: (small || figure).height });
  delete layout.width;
  var plot = document.createElement("div");
  plot.className = "clientele-plot";
  box.appendChild(plot);
  // Without a pointer the buttons would always cover the plot, and a finger that scrolls the page would zoom.
  var pointer = matchMedia("(hover: hover)").matches;
  if (!pointer) layout.dragmode = false;
  var options = { responsive: true, displaylogo: false, displayModeBar: pointer ? "hover" : false };
  Plotly.newPlot(plot, traces, layout, options).then(function () {
    var still = box.querySelector("img");
    if (still) still.className = "clientele-still clientele-replaced";
    if (still && !document.querySelector("[data-clientele-report]")) still.style.display = "none";
  }, function () { box.removeChild(plot); });
}`;
