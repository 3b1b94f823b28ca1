/**
 * The public API: build a model, run it on shapes or for real, and make torchinfo's summary of it.
 *
 * @example
 * const model = buildModel({ arch: 'se-resnet', ...stages, numClasses: 1000, reduction: 16, inChannels: 3 });
 * const { trace } = runOnShapes(model, [1, 3, 224, 224]);
 * console.log(summarise(trace, '1.8').totals.params);
 */
export {
  type Backend,
  type Engine,
  type EngineStatus,
  type WeightSource,
} from './engine/engine.js';
export { ENGINES, loadEngine, type LoadedEngine, type LoadOptions } from './engine/load.js';
export { availableMemory, checkMemory } from './engine/memory.js';
export type { StoredTensor } from './engine/ops.js';
export { type Plan, type PlanOptions, planPass } from './engine/plan.js';
export type { Shape } from './engine/shape.js';
export { Tensor } from './engine/tensor.js';
export { EngineError, ModelError, UsageError, UserError } from './errors.js';
export { type RealPass, runOnBackend } from './compute.js';
export { runOnShapes, type ShapePass } from './inspect.js';
export {
  ARCHITECTURES,
  type ArchitectureName,
  type BlockName,
  buildModel,
  freeze,
  type ModelSpec,
  NAMED_DEPTHS,
  type Stages,
} from './models/catalog.js';
export * as nn from './nn/index.js';
export { type ColumnName, columnNames, COLUMNS, DEFAULT_COLUMNS } from './report/columns/index.js';
export { renderTable, type TableOptions } from './report/table.js';
export { summarise } from './summary/summarise.js';
export type { Layer, Summary, TorchinfoRelease, Totals } from './summary/summary.js';
export type { ModuleCall, Trace } from './trace/trace.js';
export { initialWeights, randomInput } from './weights/initialise.js';
