/**
 * Build a model, summarise it as torchinfo does, and run it.
 *
 * @example
 * // torchinfo's table
 * const model = createModel('se-resnet-50', { numClasses: 10 });
 * console.log(summary(model, [1, 3, 224, 224]));
 */
export type { SkippedEngine } from './engine/choose.js';
export type { OutputValue, WeightSource } from './engine/engine.js';
export type { EngineName } from './engine/list.js';
export type { EngineDescription, SummaryDocument } from './documents/summary.js';
export {
  EngineError,
  type Facts,
  FileError,
  ModelError,
  UserError,
  type UserErrorOptions,
} from './errors.js';
export type { Attention } from './models/attention/attention.js';
export { CBAM_Block, convolutionalBlockAttention } from './models/attention/cbam.js';
export { ECA_Block, efficientChannelAttention } from './models/attention/eca.js';
export { SE_Block, squeezeExcitation } from './models/attention/se.js';
export { BasicBlock } from './models/basic-block.js';
export type { BlockClass, BlockOptions } from './models/block.js';
export { Bottleneck } from './models/bottleneck.js';
export { createModel, modelNames } from './models/create.js';
export { freeze } from './models/freeze.js';
export { Inception, type InceptionChannels, type InceptionOptions } from './models/inception.js';
export type { OptionValue, OptionValues } from './models/option.js';
export type { ModelDescription, ModelSource } from './models/registry.js';
export { ResNet, type ResNetOptions, type StageSizes } from './models/resnet.js';
export { SE_Inception, type SE_InceptionOptions } from './models/se-inception.js';
export { SE_Module } from './models/se-module.js';
export type { DownsampleName } from './models/shortcut.js';
export type { StemName } from './models/stem.js';
export { SE_ResNet, type SE_ResNetOptions } from './models/se-resnet.js';
export * as functional from './nn/functional.js';
export * as nn from './nn/index.js';
export type { LengthArgument, SizeArgument } from './ops/arguments.js';
export type { Pair, Single, StoredTensor } from './ops/operation.js';
export type { Shape } from './ops/shape.js';
export type { ColumnName } from './report/columns/index.js';
export type { RowSetting } from './report/table-options.js';
export {
  type CalledLayer,
  type CallTime,
  type ModelSummary,
  run,
  type Run,
  type RunObserver,
  type RunOptions,
  summary,
  type SummaryOptions,
} from './run.js';
export type { Layer, Summary, TorchinfoRelease } from './summary/summary.js';
export type { TotalKey, Totals } from './summary/totals.js';
export { cat, type Output, type Tensor } from './tensor/tensor.js';
export type { Span } from './trace/recording.js';
export type { ModuleNode, TreeParameter } from './trace/tree.js';
