/** What one thread of this machine can do at most in plain code, to hold our figures against. */
export function machineLimits(): { gigabytesPerSecond: number; gigaflops: number } {
  const values = new Float64Array(16_000_000).fill(1);
  let bytes = Number.POSITIVE_INFINITY;
  let flops = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const copy = performance.now();
    values.copyWithin(8_000_000, 0, 8_000_000);
    bytes = Math.min(bytes, performance.now() - copy);
    const start = performance.now();
    let [a, b, c, d] = [1, 2, 3, 4];
    for (let i = 0; i < 20_000_000; i++) {
      a = a * 0.999 + 0.5;
      b = b * 0.999 + 0.5;
      c = c * 0.999 + 0.5;
      d = d * 0.999 + 0.5;
    }
    if (a + b + c + d < 0) throw new Error("expected positive numbers");
    flops = Math.min(flops, performance.now() - start);
  }
  return { gigabytesPerSecond: (2 * 64) / bytes, gigaflops: (8 * 20) / flops };
}
