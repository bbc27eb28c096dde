/** A node of a tree: a question with two branches, or a leaf. */
export type TreeNode =
  | { readonly column: number; readonly atMost: number; readonly yes: TreeNode; readonly no: TreeNode }
  | { readonly label: number };

/** A tree that tells labels from columns. */
export interface ClassificationTree {
  readonly root: TreeNode;
  /** Questions on the longest way from the root to a leaf. */
  readonly depth: number;
  /** `right[d]`: share of the rows that a tree of depth d gives their label. */
  readonly right: readonly number[];
}

interface Growing {
  readonly rows: Int32Array;
  readonly label: number;
  readonly right: number;
  split?: { readonly column: number; readonly atMost: number; readonly yes: Growing; readonly no: Growing };
}

/**
 * The smallest depth at which a binary tree of questions "is column j at most x" gives at least `share` of the rows their label, and the
 * tree of that depth: grown level by level, each node taking the question that lowers the Gini impurity most (CART: Breiman, Friedman, Olshen and
 * Stone 1984), the first such column and least such value in a tie; x lies midway between two values. A tree that cannot grow, or has
 * `deepest` levels, is returned as it is.
 */
export function classificationTree(
  columns: readonly Float64Array[],
  labels: ArrayLike<number>,
  { share, deepest }: { readonly share: number; readonly deepest: number },
): ClassificationTree {
  const groups = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const codes = Int32Array.from(Array.from(labels), (label) => groups.indexOf(label));
  const root = node(
    Int32Array.from({ length: codes.length }, (_, i) => i),
    codes,
    groups.length,
  );
  const right = [root.right / codes.length];
  let level: Growing[] = [root];
  while (right.at(-1)! < share && right.length <= deepest) {
    const next: Growing[] = [];
    for (const one of level) {
      if (one.right === one.rows.length) continue;
      const question = bestQuestion(one.rows, columns, codes, groups.length);
      if (question === undefined) continue;
      const column = columns[question.column]!;
      const yes = node(
        one.rows.filter((row) => column[row]! <= question.atMost),
        codes,
        groups.length,
      );
      const no = node(
        one.rows.filter((row) => column[row]! > question.atMost),
        codes,
        groups.length,
      );
      one.split = { ...question, yes, no };
      next.push(yes, no);
    }
    if (next.length === 0) break;
    right.push(rightBelow(root) / codes.length);
    level = next;
  }
  return { root: finished(root, groups), depth: right.length - 1, right };
}

function node(rows: Int32Array, codes: Int32Array, k: number): Growing {
  const counts = new Int32Array(k);
  for (let i = 0; i < rows.length; i++) counts[codes[rows[i]!]!]!++;
  let label = 0;
  for (let g = 1; g < k; g++) if (counts[g]! > counts[label]!) label = g;
  return { rows, label, right: counts[label]! };
}

function bestQuestion(
  rows: Int32Array,
  columns: readonly Float64Array[],
  codes: Int32Array,
  k: number,
): { column: number; atMost: number } | undefined {
  const n = rows.length;
  const all = new Float64Array(k);
  for (let i = 0; i < n; i++) all[codes[rows[i]!]!]!++;
  const below = new Float64Array(k);
  let best: { column: number; atMost: number } | undefined;
  // The purest question has the largest sum of squared counts over size; a question that helps nothing may still help the next.
  let most = Number.NEGATIVE_INFINITY;
  columns.forEach((column, j) => {
    const order = rows.slice().sort((a, b) => column[a]! - column[b]! || a - b);
    below.fill(0);
    let squaresBelow = 0;
    let squaresAbove = 0;
    for (let g = 0; g < k; g++) squaresAbove += all[g]! * all[g]!;
    for (let i = 0; i + 1 < n; i++) {
      const g = codes[order[i]!]!;
      squaresBelow += 2 * below[g]! + 1;
      squaresAbove -= 2 * (all[g]! - below[g]!) - 1;
      below[g]!++;
      const [low, high] = [column[order[i]!]!, column[order[i + 1]!]!];
      if (low === high) continue;
      const purity = squaresBelow / (i + 1) + squaresAbove / (n - i - 1);
      if (purity > most * (1 + 1e-12)) {
        most = purity;
        const middle = low / 2 + high / 2;
        best = { column: j, atMost: middle < high ? middle : low };
      }
    }
  });
  return best;
}

function rightBelow(one: Growing): number {
  return one.split === undefined ? one.right : rightBelow(one.split.yes) + rightBelow(one.split.no);
}

function finished(one: Growing, groups: readonly number[]): TreeNode {
  if (one.split === undefined) return { label: groups[one.label]! };
  const { column, atMost, yes, no } = one.split;
  return { column, atMost, yes: finished(yes, groups), no: finished(no, groups) };
}
