import { exponential } from "../../numeric/draws.js";
import type { Random } from "../../random.js";
import { formatDay } from "./calendar.js";
import type { Person } from "./people.js";
import { type Attitude, attitudes, type ShopSegment } from "./segments.js";

/** Traits behind the Likert items. */
const traits = ["price", "quality", "routine", "ethics"] as const;

type Trait = (typeof traits)[number];

/** One question of the survey. */
export interface SurveyItem {
  readonly item: string;
  readonly text: string;
  /** What it measures: a trait, "brand" or "needs". */
  readonly scale: Trait | "brand" | "needs";
  readonly lowest: number;
  readonly highest: number;
  /** Whether agreement means less of the trait. */
  readonly reverse: boolean;
}

/** How an item answers to its trait: loading, and how easily everybody agrees. */
interface Likert extends SurveyItem {
  readonly loading: number;
  readonly ease: number;
}

const likertItems: readonly Likert[] = (
  [
    ["I compare prices before I buy.", "price", false, 0.8, 0.5],
    ["I wait for an offer when I can.", "price", false, 0.75, 0.2],
    ["I rarely look at what groceries cost.", "price", true, 0.65, -0.2],
    ["Coupons decide where I shop.", "price", false, 0.7, -0.4],
    ["I enjoy learning how good coffee or tea is made.", "quality", false, 0.8, 0.2],
    ["I taste the difference between origins.", "quality", false, 0.75, -0.3],
    ["One brand is as good as another.", "quality", true, 0.65, -0.4],
    ["I would pay more for better equipment.", "quality", false, 0.7, 0],
    ["My day starts with the same cup.", "routine", false, 0.75, 0.6],
    ["I like to try something new each time.", "routine", true, 0.7, 0.1],
    ["I reorder what I had before.", "routine", false, 0.75, 0.3],
    ["I want to know who grew what I drink.", "ethics", false, 0.8, 0],
    ["Packaging waste bothers me.", "ethics", false, 0.7, 0.7],
    ["Fair-trade labels make no difference to me.", "ethics", true, 0.7, -0.3],
  ] as const
).map(([text, scale, reverse, loading, ease], i) => ({
  item: `q${i + 1}`,
  text,
  scale,
  lowest: 1,
  highest: 5,
  reverse,
  loading,
  ease,
}));

const brandItems = ["cozy", "expensive", "fresh", "trustworthy", "modern", "complicated", "fair", "fun"].map(
  (word) => ({
    item: `brand_${word}`,
    text: `Harbor & Bean is ${word}.`,
    scale: "brand" as const,
    lowest: 0,
    highest: 1,
    reverse: false,
  }),
);

const needItems = (
  [
    ["low_price", "Low prices"],
    ["freshness", "Freshly roasted or picked"],
    ["fast_delivery", "Fast delivery"],
    ["wide_choice", "A wide choice"],
    ["known_origin", "Known origin"],
    ["nice_gift", "Makes a nice gift"],
  ] as const
).map(([name, text]) => ({
  item: `need_${name}`,
  text: `How important is this to you? ${text}`,
  scale: "needs" as const,
  lowest: 1,
  highest: 7,
  reverse: false,
}));

/** All questions in the order of the survey. */
export const surveyItems: readonly SurveyItem[] = [
  ...likertItems.map(({ loading, ease, ...item }) => item),
  ...brandItems,
  ...needItems,
];

/** Mean of each trait, probability of each brand word, and mean importance of each need, by attitude. */
const model: Record<Attitude, { traits: readonly number[]; brand: readonly number[]; needs: readonly number[] }> = {
  dealSeeker: {
    traits: [1.1, -0.5, -0.2, -0.4],
    brand: [0.45, 0.75, 0.5, 0.5, 0.35, 0.3, 0.3, 0.35],
    needs: [6.3, 4.4, 4.8, 4.3, 2.9, 3.4],
  },
  enthusiast: {
    traits: [-0.7, 1.2, -0.6, 0.2],
    brand: [0.55, 0.4, 0.9, 0.75, 0.7, 0.12, 0.6, 0.7],
    needs: [3, 6.4, 4.3, 6, 5.4, 3.3],
  },
  creatureOfHabit: {
    traits: [-0.1, -0.1, 1.1, -0.4],
    brand: [0.6, 0.45, 0.7, 0.85, 0.4, 0.15, 0.45, 0.3],
    needs: [4.4, 5.3, 6, 3, 3, 2.9],
  },
  conscious: {
    traits: [-0.3, 0.2, 0, 1.1],
    brand: [0.8, 0.5, 0.75, 0.75, 0.35, 0.2, 0.85, 0.45],
    needs: [3.8, 5.2, 3.6, 4.3, 6, 3.6],
  },
  host: {
    traits: [-0.3, 0.3, -1.1, 0],
    brand: [0.8, 0.45, 0.6, 0.7, 0.6, 0.35, 0.55, 0.75],
    needs: [3.9, 4.7, 5.2, 5.4, 3.4, 6.3],
  },
};

/** A latent answer above so many of these is Likert answer 1 + that many. */
export const thresholds: readonly number[] = [-1.5, -0.6, 0.3, 1.3];
/** Standard deviation of a trait within an attitude. */
const traitSpread = 0.7;
/** Standard deviation of the habit of agreeing with everything. */
const agreeing = 0.25;

/** Mean and standard deviation of the latent answer to a Likert item: the closed form of what `survey` draws. */
export function latentAnswer(item: number, attitude: Attitude): { mean: number; spread: number } {
  const { scale, reverse, loading, ease } = likertItems[item]!;
  const trait = model[attitude].traits[traits.indexOf(scale as Trait)]!;
  return {
    mean: ease + (reverse ? -loading : loading) * trait,
    spread: Math.sqrt((loading * traitSpread) ** 2 + agreeing ** 2 + 1 - loading ** 2),
  };
}

/** Probability that someone of this attitude calls the brand so. */
export function brandProbability(word: number, attitude: Attitude): number {
  return model[attitude].brand[word]!;
}

/** How somebody answered: by reading the questions, with the same answer throughout, or at random. */
export type Respondent = "careful" | "straightliner" | "random";

/** The answers of a customer; null in `values` is a question left out. */
export interface Answers {
  readonly respondent: Respondent;
  readonly answeredOn: string;
  readonly minutes: number;
  readonly values: readonly (number | null)[];
}

/** Rates of the survey's own defects. */
export interface SurveyRates {
  readonly missingAnswers: number;
  readonly carelessRespondents: number;
}

/** What a customer answers in the window's last weeks, or undefined where the survey stays unanswered. */
export function survey(
  generator: Random,
  person: Person,
  segment: ShopSegment,
  joined: number,
  window: { first: number; last: number },
  rates: SurveyRates,
): Answers | undefined {
  const answering = generator.fork(0);
  const substance = generator.fork(1);
  const slips = generator.fork(2);
  if (answering.uniform() >= segment.answers) return undefined;
  const opened = Math.max(window.first, joined, window.last - 45);
  const day = Math.min(window.last, opened + Math.floor(exponential(answering, 1 / 7)));
  const careless = slips.uniform() < rates.carelessRespondents;
  const respondent: Respondent = !careless ? "careful" : slips.uniform() < 0.6 ? "straightliner" : "random";
  const usual = 2 + slips.integer(3);
  const careful = substantive(substance, attitudes[person.attitude]!);
  const minutes = Math.exp(1.9 + 0.35 * answering.normal()) * (careless ? 0.3 : 1);
  const values = surveyItems.map(({ lowest, highest }, i) => {
    const guess = lowest + slips.integer(highest - lowest + 1);
    const skipped = slips.uniform() < rates.missingAnswers;
    if (skipped) return null;
    if (respondent === "careful") return careful[i]!;
    return respondent === "random" ? guess : highest === 1 ? 1 : usual;
  });
  return { respondent, answeredOn: formatDay(day), minutes: Math.round(minutes * 10) / 10, values };
}

/** Answers of someone who reads the questions. */
function substantive(generator: Random, attitude: Attitude): number[] {
  const means = model[attitude];
  const trait = means.traits.map((mean) => mean + traitSpread * generator.normal());
  const bias = agreeing * generator.normal();
  const likert = likertItems.map(({ scale, reverse, loading, ease }) => {
    const signal = (reverse ? -loading : loading) * trait[traits.indexOf(scale as Trait)]!;
    const latent = ease + bias + signal + Math.sqrt(1 - loading ** 2) * generator.normal();
    return 1 + thresholds.filter((threshold) => latent > threshold).length;
  });
  const brand = means.brand.map((probability) => Number(generator.uniform() < probability));
  const needs = means.needs.map((mean) => Math.min(7, Math.max(1, Math.round(mean + 1.2 * generator.normal()))));
  return [...likert, ...brand, ...needs];
}
