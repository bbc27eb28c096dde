/** What the covariances of a mixture have in common. */
export interface MixtureFamily {
  /** mclust's code: volume, shape and orientation, each equal (E), free (V) or none (I). */
  readonly code: "EII" | "VII" | "EEI" | "VVI" | "EEE" | "VEV" | "VVV";
  /** scikit-learn's word, where it has the family; else mclust's code. */
  readonly name: string;
  /** Whether columns may be correlated within a component. */
  readonly full: boolean;
  /** Whether stretching a column stretches the solution and changes nothing else. */
  readonly free: boolean;
  /** How many numbers the covariances of k components have that can be chosen. */
  parameters(k: number, width: number): number;
}

const families: readonly MixtureFamily[] = [
  { code: "EII", name: "EII", full: false, free: false, parameters: () => 1 },
  { code: "VII", name: "spherical", full: false, free: false, parameters: (k) => k },
  { code: "EEI", name: "EEI", full: false, free: true, parameters: (_, width) => width },
  { code: "VVI", name: "diagonal", full: false, free: true, parameters: (k, width) => k * width },
  { code: "EEE", name: "tied", full: true, free: true, parameters: (_, width) => (width * (width + 1)) / 2 },
  {
    code: "VEV",
    name: "VEV",
    full: true,
    free: false,
    parameters: (k, width) => k + width - 1 + (k * width * (width - 1)) / 2,
  },
  { code: "VVV", name: "full", full: true, free: true, parameters: (k, width) => (k * width * (width + 1)) / 2 },
];

/** All words for families: mclust's codes, and scikit-learn's words where it has one. */
export const familyNames: readonly string[] = [...new Set(families.flatMap(({ code, name }) => [name, code]))];

/** The family of that name, in either language; undefined where there is none. */
export function mixtureFamily(name: string): MixtureFamily | undefined {
  return families.find((family) => family.name === name || family.code === name);
}
