import { highWord, withHighWord } from "./doubleWords.js";

const [mostOfLn2, restOfLn2] = [0.6931471803691238, 1.9082149292705877e-10];
const [l1, l2, l3, l4] = [0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784];
const [l5, l6, l7] = [0.1818357216161805, 0.15313837699209373, 0.14798198605116586];

/**
 * The natural logarithm of 1 + x, also where x is small, to less than one unit in the last place, with the same bits on every machine (see `portableExp`).
 *
 * The method and its constants are those of fdlibm: Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun Microsystems, Inc.
 * business. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is preserved.
 */
export function portableLog1p(x: number): number {
  if (!(x > -1)) return x === -1 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const size = Math.abs(x);
  if (size < 2 ** -54) return x;
  if (size < 2 ** -29) return x - x * x * 0.5;
  const word = highWord(x);
  let [f, times, correction, part] = [x, 0, 0, 1];
  // -0x402d413c is the upper word of about -0.2929, as 0x3fda827a is of 0.4142.
  if (word >= 0x3fda827a || (word < 0 && word > -0x402d413c)) {
    const large = word >= 0x43400000;
    let u = large ? x : 1 + x;
    part = highWord(u);
    times = (part >> 20) - 1023;
    if (!large) correction = (times > 0 ? 1 - (u - x) : x - (u - 1)) / u;
    part &= 0xfffff;
    if (part < 0x6a09e) u = withHighWord(u, part | 0x3ff00000);
    else {
      times++;
      u = withHighWord(u, part | 0x3fe00000);
      part = (0x100000 - part) >> 2;
    }
    f = u - 1;
  }
  const half = 0.5 * f * f;
  const low = times * restOfLn2 + correction;
  if (part === 0) {
    if (f === 0) return times * mostOfLn2 + (correction + times * restOfLn2);
    const rest = half * (1 - 0.6666666666666666 * f);
    return times === 0 ? f - rest : times * mostOfLn2 - (rest - low - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const rest = z * (l1 + z * (l2 + z * (l3 + z * (l4 + z * (l5 + z * (l6 + z * l7))))));
  if (times === 0) return f - (half - s * (half + rest));
  return times * mostOfLn2 - (half - (s * (half + rest) + low) - f);
}
