// The one door: every public name, grouped by phase, in the order in which data flow.
// (A heading stands apart by an empty line: without it the formatter sorts the phases into each other.)

// nouns

export type { Band } from "./bands.js";
export { DataError } from "./errors.js";
export type { Base, BaseGroup, FeatureRow, Features } from "./features.js";
export { load } from "./load.js";
export {
  type CategoricalColumn,
  type Id,
  type Matrix,
  matrixOf,
  type Preparation,
  type PreparedColumn,
} from "./matrix.js";
export { type Random, random } from "./random.js";
export { save } from "./save.js";
export {
  type DensityModel,
  fromJson,
  type Json,
  type Model,
  type ModelPart,
  type NetworkModel,
  type PackedLayers,
  type Quality,
  type Rule,
  type Search,
  type Segmentation,
  segmentName,
  type ToJsonOptions,
  toJson,
} from "./segmentation.js";
export {
  type AnyColumn,
  type DataFrameLike,
  type NumericColumn,
  type Row,
  type Table,
  type TableLike,
  toTable,
  type Value,
} from "./table.js";
export { toDanfo } from "./toDanfo.js";

// collect

export { type Audit, type AuditOptions, audit } from "./collect/audit.js";
export type { CalendarGap } from "./collect/calendarGaps.js";
export type { CarelessRule } from "./collect/careless/rule.js";
export { type Careless, type CarelessOptions, type CarelessRow, careless } from "./collect/careless.js";
export { type Cleaned, type CleanOptions, clean, type Dropped } from "./collect/clean.js";
export type { CleanEventsOptions, CleanedEvents, DroppedEvents } from "./collect/cleanEvents.js";
export {
  type CustomerMapping,
  type CustomerRole,
  type CustomerRow,
  type CustomerSource,
  type CustomerSourceOptions,
  type Customers,
  type CustomersOptions,
  customers,
} from "./collect/customers.js";
export { type DatasetName, type DatasetOptions, dataset, datasets } from "./collect/dataset.js";
export type { Day } from "./collect/day.js";
export type { DescribedEvents, EventCounts } from "./collect/events/describedEvents.js";
export {
  type Event,
  type EventMapping,
  type EventRole,
  type Events,
  type EventsOptions,
  events,
  type KnownEvents,
} from "./collect/events.js";
export type { Severity } from "./collect/lineChecks.js";
export type { MergedId } from "./collect/mergeIds.js";
export { type ProposedMapping, proposeMapping } from "./collect/proposeMapping.js";
export type { DateOrder } from "./collect/read/dateForms.js";
export type { ColumnReport, FileRows, OddCells, ReadReport } from "./collect/read/report.js";
export { Source } from "./collect/read/source.js";
export { type ReadOptions, read, type SqlSource } from "./collect/read.js";
export type { Role } from "./collect/roles.js";
export type { DefectRates } from "./collect/simulate/defects.js";
export { defaultSegments, type ShopSegment } from "./collect/simulate/segments.js";
export type {
  Shop,
  ShopAnswers,
  ShopCustomer,
  ShopDefect,
  ShopEvent,
  ShopOrder,
  ShopTruth,
} from "./collect/simulate/shop.js";
export type { SurveyItem } from "./collect/simulate/survey.js";
export { type SimulateOptions, simulate } from "./collect/simulate.js";
export {
  type SimulatedTraits,
  type SimulateTraitsOptions,
  simulateTraits,
  type TraitRow,
  type TraitsTruth,
} from "./collect/simulateTraits.js";
export type { Item, ItemDeclaration, ItemKind } from "./collect/survey/item.js";
export { type Survey, type SurveyOptions, type SurveyReport, survey } from "./collect/survey.js";
export {
  type Mapping,
  type Transaction,
  type Transactions,
  type TransactionsOptions,
  transactions,
} from "./collect/transactions.js";

// represent

export type { FactorFit } from "./numeric/factorFit.js";
export type { ScoreMethod } from "./numeric/factorWeights.js";
export type { EigenvaluesOf } from "./numeric/parallelEigenvalues.js";
export type { Rotation } from "./numeric/rotateFactors.js";
export {
  type Activity,
  type ActivityOptions,
  type ActivityRow,
  type ActivitySegment,
  activity,
} from "./represent/activity.js";
export { type BehavioralOptions, type BehavioralRow, behavioral } from "./represent/behavioral.js";
export { type DemographicOptions, type DemographicRow, demographic } from "./represent/demographic.js";
export type { EngagementOptions, EngagementRow } from "./represent/engagement.js";
export type { Whose } from "./represent/eventSessions.js";
export {
  type FactorName,
  type FactorRow,
  type Factors,
  type FactorsOptions,
  factors,
  type LoadingRow,
} from "./represent/factors.js";
export { type FeaturesOfOptions, featuresOf } from "./represent/featuresOf.js";
export type { AreaRole, Areas } from "./represent/geographic/joinAreas.js";
export type { Store } from "./represent/geographic/storeDistances.js";
export { type GeographicOptions, type GeographicRow, geographic } from "./represent/geographic.js";
export {
  type Ipsatized,
  type IpsatizeOptions,
  ipsatize,
  type ScaleUseRow,
} from "./represent/ipsatize.js";
export type { AskedSurvey } from "./represent/itemAnswers.js";
export type { AnswersUsed } from "./represent/itemCorrelations.js";
export {
  type CoverageRow,
  type JoinedFeatures,
  type JoinFeaturesOptions,
  joinFeatures,
} from "./represent/joinFeatures.js";
export { type LintRulesOptions, lintRules, type RuleLint } from "./represent/lintRules.js";
export { type MatrixOptions, matrix } from "./represent/matrix.js";
export type { MaxDiffModel } from "./represent/maxDiff/fitChoices.js";
export type { MaxDiffMarks, MaxDiffRows, MaxDiffSets } from "./represent/maxDiff/readSets.js";
export {
  type MaxDiff,
  type MaxDiffFit,
  type MaxDiffItem,
  type MaxDiffOptions,
  maxDiff,
} from "./represent/maxDiff.js";
export {
  type CategoryRow,
  type DimensionName,
  type DimensionRow,
  type MultipleCorrespondence,
  type MultipleCorrespondenceOptions,
  multipleCorrespondence,
} from "./represent/multipleCorrespondence.js";
export { type NeedSummary, type Needs, type NeedsOptions, type NeedsRow, needs } from "./represent/needs.js";
export {
  type ParallelAnalysis,
  type ParallelAnalysisOptions,
  type ParallelAnalysisRow,
  parallelAnalysis,
} from "./represent/parallelAnalysis.js";
export {
  type PartWorthAttribute,
  type PartWorthAttributes,
  type PartWorthLevel,
  type PartWorths,
  type PartWorthsOptions,
  partWorths,
} from "./represent/partWorths.js";
export {
  type ComponentName,
  type ComponentRow,
  type PrincipalComponents,
  type PrincipalComponentsOptions,
  principalComponents,
} from "./represent/principalComponents.js";
export type { MissingRule } from "./represent/reliability.js";
export {
  type ContactMapping,
  type Redemptions,
  type ResponseRow,
  type ResponsesOptions,
  responses,
} from "./represent/responses.js";
export { type HoldoutRow, type RfmHoldoutOptions, type RfmOptions, type RfmRow, rfm } from "./represent/rfm.js";
export { type RfmRule, rfmRules } from "./represent/rfmRules.js";
export {
  type CollapsedScale,
  type RfmFigures,
  type RfmScoreColumns,
  type RfmScores,
  type RfmScoresOptions,
  rfmScores,
} from "./represent/rfmScores.js";
export { type RfmSegmentsOptions, rfmSegments, type ScoredCustomers } from "./represent/rfmSegments.js";
export type { AnswerRange, KeyedSurvey } from "./represent/scaleKeys.js";
export {
  type ScaleItemRow,
  type ScaleKeys,
  type ScaleRow,
  type ScaleScores,
  type Scales,
  type ScalesOptions,
  scales,
} from "./represent/scales.js";
export {
  type ScreenedFeatures,
  type ScreenedRow,
  type ScreenFeaturesOptions,
  type ScreenReason,
  screenFeatures,
} from "./represent/screenFeatures.js";
export { type TechnographicOptions, type TechnographicRow, technographic } from "./represent/technographic.js";

// segment

export type { Interrupt, Paced } from "./pace.js";
export { assign } from "./segment/assign.js";
export type { BaselineMethod } from "./segment/autoencoder/baselines.js";
export type { OddRow } from "./segment/autoencoder/oddRows.js";
export type { TruthFigures, YardstickFigures } from "./segment/autoencoder/yardstick.js";
export {
  type AutoencoderMethod,
  type AutoencoderOptions,
  autoencoder,
  type BaselineRow,
  type DeepSegmentation,
  type SeedRow,
  type TrainingEpoch,
} from "./segment/autoencoder.js";
export {
  type BootstrapLikelihoodRatio,
  type BootstrapLikelihoodRatioOptions,
  bootstrapLikelihoodRatio,
} from "./segment/bootstrapLikelihoodRatio.js";
export {
  type ChooseClasses,
  type ChooseClassesOptions,
  type ChooseClassesRow,
  chooseClasses,
} from "./segment/chooseClasses.js";
export {
  type ClassCovariateRow,
  type ClassCovariates,
  type ClassCovariatesOptions,
  classCovariates,
} from "./segment/classCovariates.js";
export { type ClassMeanRow, classMeans } from "./segment/classMeans.js";
export { type ClassProbabilityRow, classProbabilities } from "./segment/classProbabilities.js";
export { type CombineOptions, combine } from "./segment/combine.js";
export { type CondensedTreeRow, condensedTree } from "./segment/condensedTree.js";
export { copheneticCorrelation } from "./segment/copheneticCorrelation.js";
export { type CutOptions, cut } from "./segment/cut.js";
export { type Agreement, agreement, type Grouping, type MatchedGroups } from "./segment/evaluate/agreement.js";
export {
  type ChooseK,
  type ChooseKOptions,
  type ChooseKRow,
  chooseK,
} from "./segment/evaluate/chooseK.js";
export {
  type AgainstReference,
  type ClusterTendency,
  type ClusterTendencyOptions,
  type ClusterTendencyRow,
  clusterTendency,
  type Reference,
} from "./segment/evaluate/clusterTendency.js";
export {
  type Candidate,
  type CompareOptions,
  type CompareRow,
  type Comparison,
  compare,
} from "./segment/evaluate/compare.js";
export type { Consensus } from "./segment/evaluate/consensus.js";
export type { Gap, GapOptions, GapRow } from "./segment/evaluate/gap.js";
export { type Indices, indices } from "./segment/evaluate/indices.js";
export type { FitOptions, Method } from "./segment/evaluate/method.js";
export type { Verdict } from "./segment/evaluate/segmentJaccard.js";
export { type Silhouette, type SilhouetteOptions, silhouette } from "./segment/evaluate/silhouette.js";
export { type StabilityOptions, stability } from "./segment/evaluate/stability.js";
export type {
  AcrossSolutionsRow,
  FlowRow,
  GlobalStabilityRow,
  PredictionStrengthRow,
  SegmentStabilityRow,
  Stability,
  StabilitySummaryRow,
  WithinSolutionsRow,
} from "./segment/evaluate/stabilityReport.js";
export { type GaussianMixtureOptions, gaussianMixture, type MixtureFamilyName } from "./segment/gaussianMixture.js";
export { type HdbscanOptions, hdbscan } from "./segment/hdbscan.js";
export {
  type Dendrogram,
  type HierarchyOptions,
  hierarchy,
  type KeptRows,
  type Linkage,
  type RowDistance,
} from "./segment/hierarchy.js";
export { type KmeansOptions, kmeans } from "./segment/kmeans.js";
export { type KmeansStreamedOptions, kmeansStreamed } from "./segment/kmeansStreamed.js";
export { type KmodesOptions, kmodes } from "./segment/kmodes.js";
export { type KprototypesOptions, kprototypes } from "./segment/kprototypes.js";
export { type LatentClassOptions, latentClass } from "./segment/latentClass.js";
export { memberships } from "./segment/memberships.js";
export { outlierScores } from "./segment/outlierScores.js";
export { responsibilities } from "./segment/responsibilities.js";
export { type RulesOptions, rules } from "./segment/rules.js";
export { type SubsegmentsOptions, subsegments } from "./segment/subsegments.js";
export { type VariableImportanceRow, variableImportance } from "./segment/variableImportance.js";
export { type WardOptions, ward } from "./segment/ward.js";

// target

export type { ProfileCategory } from "./describedColumns.js";
export { type ContrastRow, type Contrasts, type ContrastsOptions, contrasts } from "./target/contrasts.js";
export type { NumberTest } from "./target/contrastTests.js";
export type { MarkerRow, MarkerRule } from "./target/markerRows.js";
export { type NameSegmentsOptions, nameSegments } from "./target/nameSegments.js";
export {
  type CategoryColumn,
  type DescribedColumn,
  type Profile,
  type ProfileFigures,
  type ProfileOptions,
  type ProfileRow,
  type ProfileSegment,
  profile,
} from "./target/profile.js";
export { type ScoredTable, type ScoreOptions, type ScoreRow, score } from "./target/score.js";

// engine

export { type DuckdbOptions, duckdb } from "./engine/duckdb.js";
export type { ColumnInfo, ColumnType, Engine } from "./engine/engine.js";
export { identifier, literal } from "./engine/quote.js";
export { type Condition, Relation, withRow } from "./engine/relation.js";

// plot

export type { ClassProbabilitiesOptions } from "./plot/classProbabilities.js";
export type { CorrelationsOptions } from "./plot/correlations.js";
export type { DendrogramOptions } from "./plot/dendrogram.js";
export type { DistributionsOptions } from "./plot/distributions.js";
export type { Figure, Layout, Trace } from "./plot/figure.js";
export { plot } from "./plot/index.js";
export type { LikertOptions } from "./plot/likert.js";
export type { LoadingsOptions } from "./plot/loadings.js";
export type { MapOptions } from "./plot/map.js";
export type { MixtureOptions } from "./plot/mixture.js";
export type { MosaicOptions } from "./plot/mosaic.js";
export type { ScatterMatrixOptions } from "./plot/scatterMatrix.js";
export type { SegmentsOptions } from "./plot/segments.js";
export type { TrainingHistoryOptions } from "./plot/trainingHistory.js";
export type { TraversalsOptions } from "./plot/traversals.js";

// notebook

export { bundle } from "./notebook/bundle.js";
export { installKernelspec, kernelspecFolder } from "./notebook/kernelspec.js";
export { type LiveHistory, liveHistory } from "./notebook/liveHistory.js";
export { type Manifest, manifest } from "./notebook/manifest.js";
export { type Notebook, readNotebook } from "./notebook/notebook.js";
export { NotebookError, type NotebookFailure } from "./notebook/notebookError.js";
export {
  type DeclaredParameter,
  declaredParameters,
  type ParameterValue,
  parameterFromText,
} from "./notebook/parameters.js";
export { type Progress, progress } from "./notebook/progress.js";
export { type RenderNotebookOptions, renderNotebook } from "./notebook/renderNotebook.js";
export { type RunNotebookOptions, runNotebook } from "./notebook/runNotebook.js";
export { show } from "./notebook/show.js";
