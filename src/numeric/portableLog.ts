import { highWord, withHighWord } from "./doubleWords.js";

const [mostOfLn2, restOfLn2] = [0.6931471803691238, 1.9082149292705877e-10];
const [l1, l2, l3, l4] = [0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784];
const [l5, l6, l7] = [0.1818357216161805, 0.15313837699209373, 0.14798198605116586];

/**
 * The natural logarithm, to less than one unit in the last place, with the same bits on every machine (see `portableExp`).
 *
 * The method and its constants are those of fdlibm: Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun Microsystems, Inc.
 * business. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is preserved.
 */
export function portableLog(given: number): number {
  if (!(given > 0)) return given === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (given === Number.POSITIVE_INFINITY) return given;
  const tiny = given < 2 ** -1022;
  let x = tiny ? given * 2 ** 54 : given;
  let word = highWord(x);
  // given = 2^times (1 + f), with 1 + f between the root of one half and the root of two.
  let times = (word >> 20) - 1023 - (tiny ? 54 : 0);
  word &= 0xfffff;
  const above = (word + 0x95f64) & 0x100000;
  x = withHighWord(x, word | (above ^ 0x3ff00000));
  times += above >> 20;
  const f = x - 1;
  if ((0xfffff & (2 + word)) < 3) {
    if (f === 0) return times === 0 ? 0 : times * mostOfLn2 + times * restOfLn2;
    const rest = f * f * (0.5 - 0.3333333333333333 * f);
    return times === 0 ? f - rest : times * mostOfLn2 - (rest - times * restOfLn2 - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const rest = z * (l1 + w * (l3 + w * (l5 + w * l7))) + w * (l2 + w * (l4 + w * l6));
  if (((word - 0x6147a) | (0x6b851 - word)) > 0) {
    const half = 0.5 * f * f;
    if (times === 0) return f - (half - s * (half + rest));
    return times * mostOfLn2 - (half - (s * (half + rest) + times * restOfLn2) - f);
  }
  if (times === 0) return f - s * (f - rest);
  return times * mostOfLn2 - (s * (f - rest) - times * restOfLn2 - f);
}
