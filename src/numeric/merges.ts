/** Merges as they are found, in any order of heights: of the cluster that holds point `left[i]` and the one that holds `right[i]`. */
export class Merges {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly heights: Float64Array;
  count = 0;

  constructor(most: number) {
    this.left = new Int32Array(most);
    this.right = new Int32Array(most);
    this.heights = new Float64Array(most);
  }

  add(left: number, right: number, height: number): void {
    this.left[this.count] = left;
    this.right[this.count] = right;
    this.heights[this.count++] = height;
  }
}
