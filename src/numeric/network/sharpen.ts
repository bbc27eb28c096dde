/** To how much of each center a row belongs, and how much it should once the centers are trusted a little more. */
export interface Sharpened {
  /** Row by row, k shares each. */
  readonly target: Float32Array;
  /** Center with the largest share of each row. */
  readonly labels: Int32Array;
}

/**
 * Shares of rows in centers by Student's t with one degree of freedom, and the target that deep embedded clustering pulls them to: squares of the shares, divided
 * by how much each center has in all, so that sure rows count more and large groups do not swallow small ones (Xie, Girshick and Farhadi 2016,
 * equations 1 and 3).
 */
export function sharpen(rows: ArrayLike<number>, width: number, centers: ArrayLike<number>, k: number): Sharpened {
  const count = rows.length / width;
  const shares = new Float64Array(count * k);
  const labels = new Int32Array(count);
  const mass = new Float64Array(k);
  for (let i = 0; i < count; i++) {
    let total = 0;
    let most = -1;
    for (let c = 0; c < k; c++) {
      let distance = 0;
      for (let j = 0; j < width; j++) distance += (rows[i * width + j]! - centers[c * width + j]!) ** 2;
      const share = 1 / (1 + distance);
      shares[i * k + c] = share;
      total += share;
      if (share > most) [most, labels[i]] = [share, c];
    }
    for (let c = 0; c < k; c++) {
      shares[i * k + c] = shares[i * k + c]! / total;
      mass[c] = mass[c]! + shares[i * k + c]!;
    }
  }
  const target = new Float32Array(count * k);
  for (let i = 0; i < count; i++) {
    let total = 0;
    for (let c = 0; c < k; c++) total += shares[i * k + c]! ** 2 / mass[c]!;
    for (let c = 0; c < k; c++) target[i * k + c] = shares[i * k + c]! ** 2 / mass[c]! / total;
  }
  return { target, labels };
}
