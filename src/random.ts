import { quoted } from "./errors.js";

/**
 * A seeded source of random numbers. It is always passed in, never global, so that the same seed gives the same result.
 *
 * @example
 * const a = random(7);
 * const b = random(7);
 * console.log(a.uniform() === b.uniform()); // true
 */
export interface Random {
  /** A double in [0, 1) with 53 random bits. */
  uniform(): number;
  /** A whole number in [0, below); `below` is a whole number from 1. */
  integer(below: number): number;
  /** A draw from the standard normal distribution. */
  normal(): number;
  /** Puts the items in random order, in place, and returns them (Fisher-Yates). */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T;
  /** An independent stream: the n-th fork of a generator is the same for the same seed, whatever was drawn before. */
  fork(stream: number): Random;
}

/**
 * A generator from a whole-number seed: xoshiro128** (Blackman and Vigna 2021), its state filled by splitmix32.
 *
 * @throws RangeError where the seed is not a whole number from 0 to 2^32 - 1.
 *
 * @example
 * const generator = random(42);
 * console.log(generator.integer(6) < 6); // true
 */
export function random(seed: number): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(`expected a seed that is a whole number from 0 to 4294967295, got ${quoted(seed)}`);
  }
  return stream(seed, 0);
}

function stream(seed: number, path: number): Random {
  let mixer = (seed ^ Math.imul(path, 0x9e3779b1)) >>> 0;
  const split = () => {
    mixer = (mixer + 0x9e3779b9) >>> 0;
    let z = mixer;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let a = split();
  let b = split();
  let c = split();
  let d = split() | 1; // never all zero
  const bits = () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const uniform = () => ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992;
  let spare: number | undefined;
  return {
    uniform,
    integer: (below) => Math.floor(uniform() * below),
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      for (;;) {
        const x = 2 * uniform() - 1;
        const y = 2 * uniform() - 1;
        const s = x * x + y * y;
        if (s >= 1 || s === 0) continue;
        const factor = Math.sqrt((-2 * Math.log(s)) / s);
        spare = y * factor;
        return x * factor;
      }
    },
    shuffle(items) {
      const list = items as { length: number; [index: number]: unknown };
      for (let i = list.length - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1));
        const held = list[i];
        list[i] = list[j];
        list[j] = held;
      }
      return items;
    },
    fork(child) {
      if (!Number.isInteger(child) || child < 0)
        throw new RangeError(`expected the number of a stream, a whole number from 0, got ${child}`);
      return stream(seed, Math.imul(path, 0x85ebca6b) + child + 1);
    },
  };
}
