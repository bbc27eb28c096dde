import { requireOptions, requireResult } from "../errors.js";
import { counted, listed, percent, readable } from "../readable.js";
import { headingLabels, type Slot, withHeadings } from "./baseHeadings.js";
import { type Figure, figure, type Trace } from "./figure.js";
import { type Comparison, type Described, type Feature, profileFeatures } from "./profileFeatures.js";
import { type Contrasted, profilePanels } from "./profilePanels.js";
import { plainText, wrap } from "./svg/richText.js";
import { axis, baseLayout, dashes, diverging, grey, palette, segmentColor, segmentSymbol, userText } from "./theme.js";

/** Colors end at a quarter and at four times the average, or two standard deviations from it: beyond that, more is just "much". */
const reach = 2;

/** Pixels that a report leaves to a figure; names side by side have to fit there. */
const reportWidth = 880;

/**
 * How segments differ from the average customer. `kind: "heat"` (the default) is a table: segments in rows with their size, features in
 * columns, each cell with the segment's mean and its lift (mean of the segment / mean of all), colored by the lift on a logarithmic
 * scale, so that half and double are equally strong. `kind: "snake"` draws a line per segment across the features: the distance of
 * the segment's mean from the mean of all, in standard deviations of the segment means (weighted by size), which makes features of
 * different units comparable; where a segment has no value of a feature, its line has a gap.
 *
 * Of categories each level is a feature of its own, with the share of the segment's customers that have it in place of the mean (of yes and no, the
 * yes alone; of more than twelve levels the most frequent twelve). With categories, the table has features in rows and segments in columns.
 *
 * Where the profile knows the bases of its columns (of features with a dictionary), features stand in rows by base, each under its heading.
 *
 * Where values go below zero, as scores do, a lift says nothing: such a cell says, and has the color of, the distance of the means in standard deviations (SD) of all customers; where
 * these do not differ, it stays white and says "no lift". Means are pulled by
 * few large customers; compare the medians in the profile. The color of a rare level is strong by chance alone, that of a level that most
 * have always pale.
 *
 * Given what `contrasts` returns, it draws the segment profile plot instead: a panel per segment, a bar per variable (or answer of a category) for
 * the segment's mean, a dot for that of all customers, and in color, with their values, the markers that a segment is known by. Where variables have different units, bars
 * are shares of the variable's highest bar. Beyond 30 bars, those that differ most are drawn.
 *
 * @throws RangeError where the profile has no segments or no columns, or `kind` is neither "heat" nor "snake".
 *
 * @example
 * const customers = toTable([
 *   { customer: "a", orders: 1 },
 *   { customer: "b", orders: 2 },
 *   { customer: "c", orders: 12 },
 * ]);
 * const points = matrixOf({ orders: [1, 2, 12] }, ["a", "b", "c"]);
 * const segments = await kmeans(points, { k: 2, seed: 1 });
 * console.log(plot.profile(profile(customers, segments)).title); // How 2 segments differ from the average customer
 */
export function profile(contrasts: Contrasted): Figure;
export function profile(profile: Described, options?: { kind?: "heat" | "snake" }): Figure;
export function profile(profile: Described | Contrasted, options: { kind?: "heat" | "snake" } = {}): Figure {
  requireResult(profile, "segments", "profile or contrasts");
  requireOptions(options, { kind: true }, "plot.profile");
  const { kind = "heat" } = options;
  if ("markers" in profile) return profilePanels(profile);
  if (kind !== "heat" && kind !== "snake")
    throw new RangeError(`expected kind "heat" or "snake", got ${JSON.stringify(kind)}`);
  const columns = profile.columns.length + (profile.categories?.length ?? 0);
  if (profile.segments.length === 0 || columns === 0)
    throw new RangeError(
      `expected a profile of at least one segment and one column, got ${profile.segments.length} and ${columns}`,
    );
  const { features, groups, notes } = profileFeatures(profile);
  return kind === "heat"
    ? heat(profile, features, groups, notes)
    : snake(profile, features, [
        ...notes,
        ...(groups.length > 1 ? [`By base: ${listed(groups.map(({ base }) => base))}`] : []),
      ]);
}

function titleOf({ segments }: Described): string {
  if (segments.every(({ label }) => label < 0)) return "No segment: all customers are noise";
  return `How ${groupsOf(segments)} differ${segments.length === 1 ? "s" : ""} from the average customer`;
}

/** How many there are; noise is not one of them. */
function groupsOf(segments: Described["segments"]): string {
  const found = segments.filter(({ label }) => label >= 0).length;
  return `${counted(found, "segment")}${found < segments.length ? " and the noise" : ""}`;
}

function heat(
  profile: Described,
  features: readonly Feature[],
  groups: readonly { readonly base: string; readonly of: readonly Feature[] }[],
  notes: readonly string[],
): Figure {
  const { segments, all } = profile;
  const shade = ({ strength }: Comparison) =>
    Number.isNaN(strength) ? 0 : Math.max(-reach, Math.min(reach, strength));
  const scores = features.filter(({ against }) => segments.some((segment) => against(segment).unit === "SD"));
  // Levels have long names and there are many: they are read in rows.
  const upright = groups.length > 0 || features.some(({ kind }) => kind === "share");
  const slots: Slot<Feature>[] = groups.length > 0 ? withHeadings(groups) : features.map((of) => ({ of }));
  const cells = <T>(value: (segment: Described["segments"][number], feature: Feature) => T, none: T): T[][] =>
    upright
      ? slots.map((slot) => segments.map((segment) => ("of" in slot ? value(segment, slot.of) : none)))
      : segments.map((segment) => features.map((feature) => value(segment, feature)));
  const title = titleOf(profile);
  const [across, down] = upright ? [segments.length, slots.length] : [features.length, segments.length];
  const longest = Math.max(...features.map(({ name }) => Math.min(upright ? 44 : 24, name.length)));
  // Beside the cells stand the names of what is in their rows, and the color bar.
  const beside = upright ? 210 + longest * 6 : 330;
  const widest = upright ? 110 : Math.max(72, across > 8 ? 0 : longest * 6);
  const width = Math.min(1400, Math.max(760, beside + across * widest));
  const kinds = new Set(features.map(({ kind }) => kind));
  const figures = [...kinds].join(" or ");
  const said = kinds.has("share") ? `${kinds.has("mean") ? "mean, or " : ""}share of customers with a level` : "mean";
  const named = {
    tickvals: slots.map((_, j) => j),
    ticktext: slots.map((slot) => ("of" in slot ? slot.of.label : "")),
    ...(groups.length > 0 ? { ticks: "" } : {}),
  };
  const room = (Math.min(width, reportWidth) - beside) / across - 8;
  const turned = upright && room < 60;
  const sized = {
    tickvals: segments.map((_, i) => i),
    ticktext: segments.map(({ name, size, share }) => {
      if (turned) return `${userText(name, 20)} (${percent(share)})`;
      const lines = upright ? brokenTo(userText(name, 44), room) : userText(name, 44);
      return `${lines}<br>${readable(size, 15)} (${percent(share)})`;
    }),
  };
  const segment = turned ? "Segment (share of customers)" : "Segment (customers, share)";
  const multiples = scores.length < features.length;
  const lifts = kinds.size > 1 ? "mean or share of<br>segment / of all" : `segment ${figures} /<br>${figures} of all`;
  const [barTitle, ticks] = !multiples
    ? ["SD from the mean<br>of all", ["-2 or less", "-1", "0 (as all)", "+1", "+2 or more"]]
    : scores.length > 0
      ? [
          "Lift, or SD<br>from the mean<br>of all",
          ["×¼, -2 or less", "×½, -1", "×1, 0 (as all)", "×2, +1", "×4, +2 or more"],
        ]
      : [`Lift<br>(${lifts})`, ["×¼ or less", "×½", "×1 (as all)", "×2", "×4 or more"]];
  const ofScores =
    scores.length === 0
      ? []
      : [
          `${multiples ? `Of ${listed(scores.map(({ name }) => name))}, which go below 0, a multiple says nothing` : "Values go below 0, so that a multiple says nothing"}: such a cell has the distance of the means in standard deviations (SD) of all customers`,
        ];
  return figure({
    title,
    alt: describe(profile, features),
    width,
    height: Math.max(360, upright ? 210 + down * 36 + (turned ? 110 : 0) : 190 + down * 46),
    data: [
      {
        type: "heatmap",
        x: Array.from({ length: across }, (_, j) => j),
        y: Array.from({ length: down }, (_, i) => i),
        z: cells<number | null>((segment, { against }) => shade(against(segment)), null),
        text: cells((segment, { of, said, against }) => `${said(of(segment))}<br>${against(segment).said}`, ""),
        texttemplate: "%{text}",
        // Six characters, about three times as wide as the font is high, fit their cell in the 600 pixels that a report leaves.
        textfont: { size: Math.min(12, Math.max(8, Math.floor(190 / across))) },
        customdata: cells<string[]>(
          (segment, { name, of, said, kind }) => [
            userText(segment.name, 60),
            userText(name, 60),
            said(of(segment), 4),
            said(of(all), 4),
            ...(upright ? [kind] : []),
          ],
          [],
        ),
        hovertemplate: `%{customdata[0]}<br>%{customdata[1]}: ${upright ? "%{customdata[4]}" : "mean"} %{customdata[2]}, all customers %{customdata[3]}<br>%{text}<extra></extra>`,
        colorscale: diverging,
        zmin: -reach,
        zmax: reach,
        xgap: 2,
        ygap: 2,
        colorbar: {
          title: {
            text: `${barTitle}<br>&nbsp;`,
            font: { size: 12 },
          },
          tickvals: [-2, -1, 0, 1, 2],
          ticktext: ticks,
          thickness: 16,
        },
      },
    ],
    layout: baseLayout(
      {
        title,
        subtitle: [
          multiples
            ? `Each cell: the segment's ${said}, and that ${figures} as a multiple of the ${figures} of all ${counted(all.size, "customer")}`
            : `Each cell: the segment's mean, and how far it lies from that of all ${counted(all.size, "customer")}`,
          ...ofScores,
          ...notes,
        ]
          .map((sentence) => `${sentence}.`)
          .join(" "),
        width,
      },
      {
        ...(groups.length > 0 ? { annotations: headingLabels(slots) } : {}),
        xaxis: axis(upright ? segment : "Feature", {
          type: "linear",
          ...(upright ? sized : named),
          ...(turned ? { tickangle: -90 } : {}),
          showgrid: false,
        }),
        yaxis: axis(upright ? "Feature" : segment, {
          type: "linear",
          autorange: "reversed",
          ...(upright ? named : sized),
          showgrid: false,
        }),
      },
    ),
  });
}

/** A name in lines that stand side by side with those of its neighbors. */
function brokenTo(text: string, room: number): string {
  return wrap(text, 12, room, 4)
    .map((line) => userText(plainText(line)))
    .join("<br>");
}

function snake(profile: Described, features: readonly Feature[], notes: readonly string[]): Figure {
  const { segments, all } = profile;
  const apart = (segment: Described["all"], { of }: Feature) => of(segment) - of(all);
  const spread = features.map((feature) => {
    // A segment of which nothing is known in a feature must not erase the others.
    const known = segments.filter((segment) => Number.isFinite(apart(segment, feature)));
    const customers = known.reduce((sum, { size }) => sum + size, 0);
    const squares = known.reduce((sum, segment) => sum + segment.size * apart(segment, feature) ** 2, 0);
    return Math.sqrt(squares / Math.max(1, customers));
  });
  const distance = (segment: Described["all"], j: number) => {
    const away = apart(segment, features[j]!);
    if (!Number.isFinite(away)) return null;
    return spread[j]! > 0 ? Number((away / spread[j]!).toFixed(4)) : 0;
  };
  const figures = [...new Set(features.map(({ kind }) => kind))].join(" or ");
  const title = titleOf(profile);
  const width = Math.min(1400, Math.max(860, 300 + features.length * 80));
  const data = segments.map((segment): Trace => {
    const { label, name, size, share } = segment;
    return {
      type: "scatter",
      mode: "lines+markers",
      name: `${userText(name, 44)} (${readable(size, 15)}, ${percent(share)})`,
      x: features.map((_, j) => j),
      y: features.map((_, j) => distance(segment, j)),
      customdata: features.map(({ name, of, said }) => [said(of(segment), 4), said(of(all), 4), userText(name, 60)]),
      hovertemplate:
        "%{customdata[2]}: %{customdata[0]}, all customers %{customdata[1]}<br>%{y:.2f} standard deviations<extra>%{fullData.name}</extra>",
      line: {
        color: segmentColor(label),
        width: 2,
        dash: dashes[Math.floor(Math.max(0, label) / palette.length) % dashes.length],
      },
      marker: {
        color: segmentColor(label),
        symbol: segmentSymbol(label),
        size: 9,
        line: { color: "#333333", width: 0.5 },
      },
    };
  });
  return figure({
    title,
    alt: describe(profile, features),
    width,
    height: 480,
    data,
    layout: baseLayout(
      {
        title,
        subtitle: [
          `A line per segment: how far its ${figures} lies from the ${figures} of all ${counted(all.size, "customer")} (line at 0)`,
          ...notes,
        ]
          .map((sentence) => `${sentence}.`)
          .join(" "),
        width,
      },
      {
        showlegend: true,
        legend: { title: { text: "<b>Segment (customers, share)</b>", font: { size: 12 } } },
        xaxis: axis("Feature", {
          type: "linear",
          tickvals: features.map((_, j) => j),
          ticktext: features.map(({ label }) => label),
        }),
        yaxis: axis("Distance from the mean of all<br>(standard deviations between segments)", {
          type: "linear",
          zeroline: true,
          zerolinecolor: grey,
          zerolinewidth: 1.5,
        }),
      },
    ),
  });
}

/** The strongest difference of each segment, in words. */
function describe({ columns, categories = [], segments, all }: Described, features: readonly Feature[]): string {
  const said = segments.slice(0, 12).map((segment) => {
    const strongest = features
      .map((feature) => ({ ...feature, own: feature.against(segment) }))
      .filter(({ own }) => Number.isFinite(own.strength))
      .reduce<(Feature & { own: Comparison }) | undefined>(
        (best, one) => (best === undefined || Math.abs(one.own.strength) > Math.abs(best.own.strength) ? one : best),
        undefined,
      );
    const most =
      strongest === undefined
        ? ""
        : `, most apart in ${strongest.name} (${strongest.kind} ${strongest.said(strongest.of(segment))}, ${strongest.own.said})`;
    return `${segment.name}: ${counted(segment.size, "customer")} (${percent(segment.share)})${most}`;
  });
  const more = segments.length > 12 ? `; and ${segments.length - 12} more` : "";
  const named = [...columns, ...categories.map(({ column }) => column)];
  return `${groupsOf(segments)} of ${counted(all.size, "customer")} compared on ${counted(named.length, "feature")} (${named.slice(0, 12).join(", ")}${named.length > 12 ? ", ..." : ""}). ${said.join("; ")}${more}.`;
}
