import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";

/** How badly rows lie by their neighbors: `places` and `neighbors` are the places of some rows and of a neighbor of each. */
export type NeighborLoss = (places: Tensor2D, neighbors: Tensor2D) => Scalar;

/**
 * Mean over the rows of -log of how near a row lies to its neighbor, as a share of how near it lies to all rows of the batch and their neighbors, where nearness is
 * 1 / (1 + squared distance): neighbors attract each other, and all rows repel each other (contrastive t-SNE: Damrich, Boehm, Hamprecht and Kobak 2023). The way back
 * is written out, since it takes a few products of what the way forward has already.
 */
export function neighborLoss(tf: Tensorflow["tf"]): NeighborLoss {
  const apply = tf.customGrad((...given) => {
    const [places, neighbors, save] = given as unknown as [Tensor2D, Tensor2D, (kept: Tensor[]) => void];
    const count = places.shape[0];
    const all = tf.concat([neighbors, places]) as Tensor2D;
    const others = tf.sub(1, tf.concat([tf.zeros([count, count]), tf.eye(count)], 1));
    const squares = all
      .square()
      .sum(1)
      .reshape([1, 2 * count]);
    const apart = places
      .square()
      .sum(1, true)
      .add(squares)
      .sub(tf.matMul(places, tf.transpose(all)).mul(2))
      .relu();
    const nearness = others.div(apart.add(1)) as Tensor2D;
    const total = nearness.sum(1, true) as Tensor2D;
    const own = tf.squaredDifference(places, neighbors).sum(1, true).add(1) as Tensor2D;
    save([places, neighbors, all, nearness, total, own]);
    return {
      value: own.log().add(total.log()).mean(),
      gradFunc: (up: Tensor, saved: Tensor[]) => {
        const [places, neighbors, all, nearness, total, own] = saved as [
          Tensor2D,
          Tensor2D,
          Tensor2D,
          Tensor2D,
          Tensor2D,
          Tensor2D,
        ];
        const scale = up.mul(2 / count);
        // What a squared distance weighs: all repel, and neighbors attract.
        const repel = nearness.square().div(total).neg().mul(scale) as Tensor2D;
        const attract = places.sub(neighbors).div(own).mul(scale);
        const turned = tf.transpose(repel);
        const onPlaces = repel.sum(1, true).mul(places).sub(tf.matMul(repel, all));
        const onAll = turned.sum(1, true).mul(all).sub(tf.matMul(turned, places));
        return [
          onPlaces.add(onAll.slice([count, 0], [count, -1])).add(attract),
          onAll.slice([0, 0], [count, -1]).sub(attract),
        ];
      },
    };
  });
  return (places, neighbors) => apply(places, neighbors) as Scalar;
}
