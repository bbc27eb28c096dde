import { audit } from "./audit.js";
import { chooseK } from "./chooseK.js";
import { profile } from "./profile.js";
import { rfmGrid } from "./rfmGrid.js";
import { segments } from "./segments.js";
import { silhouette } from "./silhouette.js";

/** All plots: each takes a result of the toolkit and gives a Figure; `show` displays it. */
export const plot = { audit, rfmGrid, chooseK, silhouette, segments, profile } as const;
