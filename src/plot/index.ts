import { acrossSolutions } from "./acrossSolutions.js";
import { agreement } from "./agreement.js";
import { audit } from "./audit.js";
import { chooseK } from "./chooseK.js";
import { classProbabilities } from "./classProbabilities.js";
import { condensedTree } from "./condensedTree.js";
import { consensus } from "./consensus.js";
import { correlations } from "./correlations.js";
import { coverage } from "./coverage.js";
import { dendrogram } from "./dendrogram.js";
import { distributions } from "./distributions.js";
import { embedding } from "./embedding.js";
import { hours } from "./hours.js";
import { likert } from "./likert.js";
import { loadings } from "./loadings.js";
import { map } from "./map.js";
import { maxDiff } from "./maxDiff.js";
import { mixture } from "./mixture.js";
import { mosaic } from "./mosaic.js";
import { profile } from "./profile.js";
import { reconstructionErrors } from "./reconstructionErrors.js";
import { rfmGrid } from "./rfmGrid.js";
import { scatterMatrix } from "./scatterMatrix.js";
import { scree } from "./scree.js";
import { seedAgreement } from "./seedAgreement.js";
import { segments } from "./segments.js";
import { silhouette } from "./silhouette.js";
import { stability } from "./stability.js";
import { trainingHistory } from "./trainingHistory.js";
import { traversals } from "./traversals.js";

/** All plots: each takes a result of the toolkit and gives a Figure; `show` displays it. */
export const plot = {
  audit,
  coverage,
  correlations,
  rfmGrid,
  chooseK,
  silhouette,
  stability,
  consensus,
  dendrogram,
  condensedTree,
  acrossSolutions,
  agreement,
  segments,
  map,
  mixture,
  classProbabilities,
  embedding,
  trainingHistory,
  seedAgreement,
  reconstructionErrors,
  traversals,
  scatterMatrix,
  loadings,
  scree,
  likert,
  mosaic,
  maxDiff,
  profile,
  distributions,
  hours,
} as const;
