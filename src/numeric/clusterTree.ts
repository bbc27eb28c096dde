/** Points of a leaf at most, when the tree is built: more where columns are many, for then boxes keep few points away. */
const leafSize = { few: 24, many: 100, columns: 8 };

/**
 * Weighted points in a balanced tree of boxes, in which two points can be merged into their weighted mean. It answers which
 * point is nearest to another in Ward's sense: 2ab / (a + b) times the squared distance, a and b being the weights (for
 * weights of 1 the squared distance itself).
 *
 * A merged point takes the place of the heavier one, the boxes above it are fitted again, and the tree is built anew whenever
 * half of its points are gone. So memory stays in proportion to the points, and a search looks at few of them while columns are few.
 */
export class ClusterTree {
  /** What `find` found: the point (-1: there is no other) and how far it is. */
  nearest = -1;
  distance = Number.POSITIVE_INFINITY;

  private readonly width: number;
  private readonly leafSize: number;
  /** By place: points of one leaf stand beside each other. */
  private readonly x: Float64Array;
  private readonly weight: Float64Array;
  private readonly pointAt: Int32Array;
  private readonly placeOf: Int32Array;
  private active: number;
  private built = 0;
  /** Leaves are nodes `leaves` to `2 * leaves - 1`; the children of node i are 2i and 2i + 1. */
  private leaves = 1;
  private readonly lo: Float64Array;
  private readonly hi: Float64Array;
  /** The least weight under a node. */
  private readonly least: Float64Array;
  private readonly starts: Int32Array;
  private readonly counts: Int32Array;
  private readonly leafAt: Int32Array;
  private readonly query: Float64Array;
  private readonly stack = new Int32Array(128);
  private readonly bounds = new Float64Array(128);

  constructor(points: Float64Array, weights: Float64Array, width: number) {
    const count = weights.length;
    this.width = width;
    this.leafSize = width <= leafSize.columns ? leafSize.few : leafSize.many;
    this.active = count;
    this.x = Float64Array.from(points);
    this.weight = Float64Array.from(weights);
    this.pointAt = Int32Array.from({ length: count }, (_, i) => i);
    this.placeOf = Int32Array.from(this.pointAt);
    while (count > this.leaves * this.leafSize) this.leaves *= 2;
    this.lo = new Float64Array(2 * this.leaves * width);
    this.hi = new Float64Array(2 * this.leaves * width);
    this.least = new Float64Array(2 * this.leaves);
    this.starts = new Int32Array(this.leaves);
    this.counts = new Int32Array(this.leaves);
    this.leafAt = new Int32Array(count);
    this.query = new Float64Array(width);
    this.build();
  }

  /**
   * Finds the point nearest to `point`, itself excluded. It starts from `before` (-1: none), which is `distance` away and stays where
   * others are only equally near; of other points equally near, the one with the lower number is found.
   */
  find(point: number, before: number, distance: number): void {
    const { width, query } = this;
    const at = this.placeOf[point]! * width;
    for (let j = 0; j < width; j++) query[j] = this.x[at + j]!;
    this.search(point, this.weight[this.placeOf[point]!]!, before, distance);
  }

  /** Finds the point nearest to the row of `points` at number `row`; of points equally near, the one with the lowest number. */
  findRow(points: Float64Array, row: number): void {
    const { width, query } = this;
    for (let j = 0; j < width; j++) query[j] = points[row * width + j]!;
    this.search(-1, 1, -1, Number.POSITIVE_INFINITY);
  }

  private search(self: number, own: number, before: number, distance: number): void {
    const { width, query, x, weight, pointAt, stack, bounds, leaves, starts, counts, least } = this;
    let best = distance;
    let found = before;
    // Rounding must not hide a point that is equally near.
    let limit = best * (1 + 1e-14);
    let depth = 1;
    stack[0] = 1;
    bounds[0] = 0;
    while (depth > 0) {
      depth--;
      if (bounds[depth]! > limit) continue;
      let node = stack[depth]!;
      let near = 0;
      while (node < leaves && near <= limit) {
        const left = this.bound(2 * node, own, limit);
        const right = this.bound(2 * node + 1, own, limit);
        const rightFirst = right < left;
        near = rightFirst ? right : left;
        const far = rightFirst ? left : right;
        node = 2 * node + (rightFirst ? 1 : 0);
        if (far <= limit) {
          stack[depth] = node ^ 1;
          bounds[depth++] = far;
        }
      }
      if (!(near <= limit)) continue;
      // No point of the leaf is lighter, so squares beyond this are too far for all of them.
      const lightest = least[node]!;
      const perSquare = (2 * own * lightest) / (own + lightest);
      let most = limit / perSquare;
      const from = starts[node - leaves]!;
      const to = from + counts[node - leaves]!;
      for (let place = from, row = from * width; place < to; place++, row += width) {
        let sum = 0;
        let j = 0;
        for (; j + 3 < width; j += 4) {
          const a = query[j]! - x[row + j]!;
          const b = query[j + 1]! - x[row + j + 1]!;
          const c = query[j + 2]! - x[row + j + 2]!;
          const d = query[j + 3]! - x[row + j + 3]!;
          sum += a * a + b * b + (c * c + d * d);
          if (sum > most) break;
        }
        if (sum > most) continue;
        for (; j < width; j++) {
          const difference = query[j]! - x[row + j]!;
          sum += difference * difference;
        }
        const other = weight[place]!;
        const apart = ((2 * own * other) / (own + other)) * sum;
        if (apart > best) continue;
        const point = pointAt[place]!;
        if (point === self || (apart === best && (found === before ? found >= 0 : point > found))) continue;
        best = apart;
        found = point;
        limit = best * (1 + 1e-14);
        most = limit / perSquare;
      }
    }
    this.nearest = found;
    this.distance = best;
  }

  /** How near the query and a point under a node can be at least; infinite where that is beyond `limit`, and where there is none. */
  private bound(node: number, own: number, limit: number): number {
    const { width, query, lo, hi } = this;
    const other = this.least[node]!;
    if (other === Number.POSITIVE_INFINITY) return other;
    const perSquare = (2 * own * other) / (own + other);
    const most = limit / perSquare;
    let sum = 0;
    for (let j = 0, at = node * width; j < width; j++, at++) {
      const value = query[j]!;
      const low = lo[at]!;
      if (value < low) {
        sum += (low - value) * (low - value);
        if (sum > most) return Number.POSITIVE_INFINITY;
      } else {
        const high = hi[at]!;
        if (value > high) {
          sum += (value - high) * (value - high);
          if (sum > most) return Number.POSITIVE_INFINITY;
        }
      }
    }
    return perSquare * sum;
  }

  /** Puts the weighted mean of two points in their place; it has the lower of their numbers, which is returned. */
  merge(a: number, b: number): number {
    const { width, x, weight, placeOf, pointAt } = this;
    const merged = Math.min(a, b);
    const [pa, pb] = [placeOf[a]!, placeOf[b]!];
    const [wa, wb] = [weight[pa]!, weight[pb]!];
    const stays = wa > wb || (wa === wb && a === merged) ? pa : pb;
    const goes = stays === pa ? pb : pa;
    for (let j = 0; j < width; j++)
      x[stays * width + j] = (wa * x[pa * width + j]! + wb * x[pb * width + j]!) / (wa + wb);
    weight[stays] = wa + wb;
    pointAt[stays] = merged;
    placeOf[merged] = stays;
    const leaf = this.leafAt[goes]!;
    const last = this.starts[leaf]! + --this.counts[leaf]!;
    if (last !== goes) {
      x.copyWithin(goes * width, last * width, (last + 1) * width);
      weight[goes] = weight[last]!;
      pointAt[goes] = pointAt[last]!;
      placeOf[pointAt[goes]!] = goes;
    }
    this.active--;
    if (this.leaves > 1 && this.active * 2 <= this.built) this.build();
    else {
      this.refit(leaf);
      // The place that stays has moved where it was the last of the same leaf.
      const own = this.leafAt[placeOf[merged]!]!;
      if (own !== leaf) this.refit(own);
    }
    return merged;
  }

  /** Fits the box of a leaf, and those above it as far as they change. */
  private refit(leaf: number): void {
    const { width, lo, hi, least } = this;
    this.fitLeaf(leaf);
    for (let node = (leaf + this.leaves) >> 1; node >= 1; node >>= 1) {
      const left = 2 * node * width;
      let changed = false;
      for (let j = 0, at = node * width; j < width; j++, at++) {
        const low = Math.min(lo[left + j]!, lo[left + width + j]!);
        const high = Math.max(hi[left + j]!, hi[left + width + j]!);
        changed ||= low !== lo[at] || high !== hi[at];
        lo[at] = low;
        hi[at] = high;
      }
      const lightest = Math.min(least[2 * node]!, least[2 * node + 1]!);
      if (!changed && lightest === least[node]) return;
      least[node] = lightest;
    }
  }

  private fitLeaf(leaf: number): void {
    const { width, x, lo, hi } = this;
    const from = this.starts[leaf]!;
    const to = from + this.counts[leaf]!;
    const box = (leaf + this.leaves) * width;
    let lightest = Number.POSITIVE_INFINITY;
    for (let place = from; place < to; place++) lightest = Math.min(lightest, this.weight[place]!);
    this.least[leaf + this.leaves] = lightest;
    for (let j = 0; j < width; j++) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (let place = from; place < to; place++) {
        const value = x[place * width + j]!;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      lo[box + j] = low;
      hi[box + j] = high;
    }
  }

  /** Builds the tree of the points that are left. */
  private build(): void {
    const { width, active, x, weight, pointAt, placeOf } = this;
    // Close the gaps that points left behind.
    if (this.built > 0) {
      let to = 0;
      for (let leaf = 0; leaf < this.leaves; leaf++) {
        const from = this.starts[leaf]!;
        for (let place = from; place < from + this.counts[leaf]!; place++, to++) {
          x.copyWithin(to * width, place * width, (place + 1) * width);
          weight[to] = weight[place]!;
          pointAt[to] = pointAt[place]!;
        }
      }
    }
    this.built = active;
    let leaves = 1;
    while (active > leaves * this.leafSize) leaves *= 2;
    this.leaves = leaves;
    const order = Int32Array.from({ length: active }, (_, i) => i);
    this.split(order, 1, 0, active);
    const [rows, weights, points] = [x.slice(0, active * width), weight.slice(0, active), pointAt.slice(0, active)];
    for (let place = 0; place < active; place++) {
      const from = order[place]!;
      x.set(rows.subarray(from * width, (from + 1) * width), place * width);
      weight[place] = weights[from]!;
      pointAt[place] = points[from]!;
      placeOf[points[from]!] = place;
    }
    for (let leaf = 0; leaf < leaves; leaf++) {
      this.fitLeaf(leaf);
      this.leafAt.fill(leaf, this.starts[leaf]!, this.starts[leaf]! + this.counts[leaf]!);
    }
    for (let node = leaves - 1; node >= 1; node--) {
      this.least[node] = Math.min(this.least[2 * node]!, this.least[2 * node + 1]!);
      for (let j = 0; j < width; j++) {
        const left = 2 * node * width + j;
        this.lo[node * width + j] = Math.min(this.lo[left]!, this.lo[left + width]!);
        this.hi[node * width + j] = Math.max(this.hi[left]!, this.hi[left + width]!);
      }
    }
  }

  /** Orders places from..to so that each half, along the widest column, belongs to one child of the node. */
  private split(order: Int32Array, node: number, from: number, to: number): void {
    if (node >= this.leaves) {
      this.starts[node - this.leaves] = from;
      this.counts[node - this.leaves] = to - from;
      return;
    }
    const { width, x } = this;
    let widest = 0;
    let most = -1;
    for (let j = 0; j < width; j++) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (let i = from; i < to; i++) {
        const value = x[order[i]! * width + j]!;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (high - low > most) {
        most = high - low;
        widest = j;
      }
    }
    const middle = (from + to) >> 1;
    this.select(order, widest, from, to - 1, middle);
    this.split(order, 2 * node, from, middle);
    this.split(order, 2 * node + 1, middle, to);
  }

  /** Hoare's selection: no value before `middle` is larger than one from there on. */
  private select(order: Int32Array, column: number, from: number, to: number, middle: number): void {
    const { width, x } = this;
    while (from < to) {
      const pivot = x[order[(from + to) >> 1]! * width + column]!;
      let i = from;
      let j = to;
      while (i <= j) {
        while (x[order[i]! * width + column]! < pivot) i++;
        while (x[order[j]! * width + column]! > pivot) j--;
        if (i <= j) {
          const swap = order[i]!;
          order[i++] = order[j]!;
          order[j--] = swap;
        }
      }
      if (middle <= j) to = j;
      else if (middle >= i) from = i;
      else return;
    }
  }
}
