import { withHighWord } from "./doubleWords.js";

const [mostOfLn2, restOfLn2] = [0.6931471803691238, 1.9082149292705877e-10];
const [p1, p2, p3] = [0.16666666666666602, -0.0027777777777015593, 0.00006613756321437934];
const [p4, p5] = [-0.0000016533902205465252, 4.1381367970572385e-8];

/**
 * e to the x, to less than one unit in the last place, with the same bits on every machine. `Math.exp` is not: engines of JavaScript round it one way or the other, and what a
 * model says of a customer is to be the same in Node and in every browser.
 *
 * The method and its constants are those of fdlibm: Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun Microsystems, Inc.
 * business. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is preserved.
 */
export function portableExp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x === 1) return Math.E; // where the method rounds the other way
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  const size = Math.abs(x);
  if (size < 2 ** -28) return 1 + x;
  // x = times ln 2 + (high - low), the latter within half of ln 2.
  const times =
    size <= 0.34657359027997264
      ? 0
      : size < 1.0397207708399179
        ? Math.sign(x)
        : Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5));
  const high = x - times * mostOfLn2;
  const low = times * restOfLn2;
  const left = high - low;
  const t = left * left;
  const c = left - t * (p1 + t * (p2 + t * (p3 + t * (p4 + t * p5))));
  if (times === 0) return 1 - ((left * c) / (c - 2) - left);
  const y = 1 - (low - (left * c) / (2 - c) - high);
  if (times === 1024) return y * 2 * 2 ** 1023;
  if (times >= -1021) return y * powerOfTwo(times);
  return y * powerOfTwo(times + 1000) * 2 ** -1000;
}

function powerOfTwo(exponent: number): number {
  return withHighWord(0, (1023 + exponent) << 20);
}
