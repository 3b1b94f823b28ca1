import type { SkippedEngine } from './engine/choose.js';
import type { OutputValue, WeightSource } from './engine/engine.js';
import type { EngineName } from './engine/list.js';
import type { EngineDescription, SummaryDocument } from './documents/summary.js';
import { EngineError, ModelError, UserError } from './errors.js';
import { describeModel, type ModelDescription } from './models/registry.js';
import type { AnyModule } from './nn/index.js';
import { flag, optionsArgument, shown, wholeNumber, wrongArgument } from './ops/arguments.js';
import { elementCount, type Shape } from './ops/shape.js';
import { type ColumnName, columnNames, COLUMNS, DEFAULT_COLUMNS } from './report/columns/index.js';
import { summaryDocument } from './report/document.js';
import type { ReportSource } from './report/formats.js';
import { renderTable } from './report/table.js';
import {
  MOST_COLUMN_WIDTH,
  type RowSetting,
  ROW_SETTINGS,
  type TableOptions,
} from './report/table-options.js';
import { summarise } from './summary/summarise.js';
import {
  type Layer,
  type Summary,
  TORCHINFO_RELEASES,
  type TorchinfoRelease,
} from './summary/summary.js';
import type { Totals } from './summary/totals.js';
import { joinWords, plural } from './text/words.js';
import { record } from './trace/recorder.js';
import type { Recording } from './trace/recording.js';
import { spanSums } from './trace/spans.js';

/** How a summary is made and shown; every default is torchinfo's. */
export interface SummaryOptions {
  /** The release of torchinfo whose rules and layout are followed; '1.6' by default. */
  readonly torchinfo?: TorchinfoRelease;
  /** Levels shown below the model (torchinfo's depth); 3 by default. */
  readonly levels?: number;
  /** ['output_size', 'num_params'] by default. */
  readonly columns?: readonly ColumnName[];
  /** ['depth'] by default. */
  readonly rowSettings?: readonly RowSetting[];
  /** Characters of a column, at most 10,000; 25 by default. */
  readonly columnWidth?: number;
  /** Whether each layer's parameters are shown below it (torchinfo's verbose=2); false by default. */
  readonly verbose?: boolean;
}

/**
 * Summarises a model from shapes alone, as torchinfo's `summary` does from a real pass.
 * @param inputShape the shape of the input, [N, C, H, W] for images; or a list of shapes, one an input
 * @throws ModelError if the model cannot take such an input; UserError if an option is not accepted.
 *
 * @example
 * const result = summary(createModel('se-resnet-50'), [1, 3, 224, 224]);
 * console.log(String(result).startsWith('====')); // true
 * console.log(result.totals.params); // 28080344
 */
export function summary(
  model: AnyModule,
  inputShape: Shape | readonly Shape[],
  options: SummaryOptions = {},
): ModelSummary {
  checkOptions('summary', options, SUMMARY_OPTIONS);
  const recording = record(model, shapesOf(inputShape));
  return new ModelSummary(recording, describeModel(model), { name: 'meta' }, options);
}

/** How a model is run. */
export interface RunOptions extends SummaryOptions {
  /** The engine that runs it; 'auto', the fastest that works, by default. */
  readonly engine?: EngineName | 'auto';
  /** Of the random weights and inputs, a whole number from 0 to 2^31 - 1; 0 by default. */
  readonly seed?: number;
  /** Where the numbers of parameters and buffers come from; PyTorch's default initialisation by default. */
  readonly weights?: WeightSource;
  /** The inputs' numbers, finite and in torch's order of elements; random ones in [0, 1) by default. */
  readonly inputs?: readonly Float32Array[];
  /** Threads to run on, from 1, at the most one a processor; that many by default. */
  readonly threads?: number;
  /** Whether the engine may fold BatchNorm and ReLU into convolutions; true by default. */
  readonly fold?: boolean;
  /** Whether to measure the time of each call of a module; false by default. */
  readonly times?: boolean;
  readonly observer?: RunObserver;
}

/** Follows the progress of a run. */
export interface RunObserver {
  /**
   * Called before a step of the pass runs, which waits for a promise that this returns; onnxruntime runs
   * the whole at once, and has it called for the first step alone.
   * @param place the innermost module that it belongs to: `layer2.0.conv1 (Conv2d)`
   */
  step(index: number, total: number, place: string): unknown;
}

/** A pass that really ran. */
export interface Run {
  readonly summary: ModelSummary;
  /** The model's outputs, in order: shapes, and numbers in torch's order of elements. */
  readonly outputs: readonly OutputValue[];
  /** What ran it, and how long it took. */
  readonly engine: EngineDescription;
  /** The faster engines that `auto` could not start, or that cannot hold the pass. */
  readonly skippedEngines: readonly SkippedEngine[];
  /** One for each call of a module, in call order; null unless `times` was set. */
  readonly times: readonly CallTime[] | null;
}

/** How long a call of a module took. */
export interface CallTime {
  /** The state-dict prefix of the module. */
  readonly path: string;
  /** The class name. */
  readonly type: string;
  /** With the calls inside it; null if it was folded into an operation of another call. */
  readonly milliseconds: number | null;
}

/**
 * Runs a model, on random weights and inputs unless others are given, and summarises it. Every
 * shape is compared with that of the tensor that came out.
 *
 * Inputs, weights and outputs must be finite. What lies between is not looked at: if finite numbers
 * overflow on the way, wasm's ReLU and maximum take what is no number for 0, and the outputs may be
 * finite all the same.
 * @param inputShape the shape of the input, [N, C, H, W] for images; or a list of shapes, one an input
 * @throws ModelError if the model cannot take such an input; EngineError if no engine is available, or
 *   the pass does not fit it or fails; UserError if an option is not accepted.
 *
 * @example
 * const { outputs } = await run(createModel('se-resnet-18'), [1, 3, 32, 32]);
 * console.log(outputs[0]?.shape); // [ 1, 1000 ]
 */
export async function run(
  model: AnyModule,
  inputShape: Shape | readonly Shape[],
  options: RunOptions = {},
): Promise<Run> {
  checkOptions('run', options, RUN_OPTIONS);
  const { engine: wanted = 'auto', seed = 0, threads, fold = true, times = false } = options;
  const { weights, observer } = options;
  checkRunOptions(options);
  const recording = record(model, shapesOf(inputShape));
  const shapes = recording.inputShapes;
  if (options.inputs !== undefined) checkInputs(options.inputs, shapes);
  const { checkedWeights, firstNotFinite } = await import('./weights/checked.js');
  checkFinite(options.inputs ?? [], firstNotFinite);
  const { runOnEngine } = await import('./engine/choose.js');
  const { peakResidentBytes } = await import('./engine/process-memory.js');
  const { callTimes } = await import('./engine/times.js');
  const { initialWeights, randomInput } = await import('./weights/initialise.js');
  const pass = await runOnEngine(wanted, recording, { threads, fold }, ({ executor, plan }) =>
    executor.execute(
      plan,
      weights === undefined ? initialWeights(model, seed) : checkedWeights(weights, model),
      options.inputs ?? shapes.map((shape, index) => randomInput(shape, seed, index)),
      {
        steps: times,
        observer: {
          step: (index) => observer?.step(index, plan.steps.length, plan.steps[index]?.place ?? ''),
        },
      },
    ),
  );
  const { executor, plan, residentBytes, skippedEngines } = pass;
  const { outputs, forwardMs, steps } = pass.result;
  if (!outputs.every(({ data }) => data.every((value) => Number.isFinite(value)))) {
    throw new EngineError(
      'not-finite',
      `The forward pass on the ${executor.name} engine gave numbers that are not finite.`,
      { facts: { engine: executor.name } },
    );
  }
  const engine: EngineDescription = {
    name: executor.name,
    threads: executor.threads,
    forwardMs,
    predictedResidentBytes: residentBytes,
    peakResidentBytes: peakResidentBytes(),
  };
  return {
    summary: new ModelSummary(recording, describeModel(model), engine, options),
    outputs,
    engine,
    skippedEngines,
    times: steps === null ? null : namedTimes(recording, callTimes(recording.calls, plan, steps)),
  };
}

const SUMMARY_OPTIONS = [
  'torchinfo',
  'levels',
  'columns',
  'rowSettings',
  'columnWidth',
  'verbose',
] as const;

const RUN_OPTIONS = [
  ...SUMMARY_OPTIONS,
  'engine',
  'seed',
  'weights',
  'inputs',
  'threads',
  'fold',
  'times',
  'observer',
] as const;

/** Checks what a summary takes, before the model is run. */
function checkOptions<Options extends SummaryOptions>(
  owner: string,
  options: Options,
  names: readonly (keyof Options & string)[],
): void {
  optionsArgument(owner, options, names);
  const { torchinfo = '1.6', columns = [], rowSettings = [] } = options;
  const { levels = 0, columnWidth = 1, verbose = false } = options;
  checkAmong('torchinfo', [torchinfo], TORCHINFO_RELEASES);
  checkAmong('columns', columns, columnNames());
  checkAmong('rowSettings', rowSettings, ROW_SETTINGS);
  wholeNumber('summary', 'levels', levels, 0);
  wholeNumber('summary', 'columnWidth', columnWidth, 1, MOST_COLUMN_WIDTH);
  flag('summary', 'verbose', verbose);
}

function checkRunOptions(options: RunOptions): void {
  const { seed = 0, threads, fold = true, times = false, weights, observer } = options;
  wholeNumber('run', 'seed', seed, 0);
  if (threads !== undefined) wholeNumber('run', 'threads', threads, 1);
  flag('run', 'fold', fold);
  flag('run', 'times', times);
  if (weights !== undefined) checkHas('weights', weights, 'fill');
  if (observer !== undefined) checkHas('observer', observer, 'step');
}

/** Checks that an option is an object with a method. */
function checkHas(name: string, value: unknown, method: string): void {
  const found: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, method) : undefined;
  if (typeof found === 'function') return;
  throw wrongArgument('run', name, `an object with a method ${method}`, value);
}

function checkInputs(inputs: readonly Float32Array[], shapes: readonly Shape[]): void {
  const given: unknown = inputs;
  const lengths = shapes.map((shape) => elementCount(shape));
  const accepted = `${plural(lengths.length, 'Float32Array')} of ${joinWords(lengths, 'and')} numbers`;
  // Not by instanceof: a test runner may have globals of its own.
  const isFloat32 = (input: unknown): boolean =>
    Object.prototype.toString.call(input) === '[object Float32Array]';
  if (!Array.isArray(given)) throw wrongArgument('run', 'inputs', `a list of ${accepted}`, given);
  const fits =
    inputs.length === lengths.length &&
    Array.from(inputs).every((input, index) => isFloat32(input) && input.length === lengths[index]);
  if (!fits) {
    const found = Array.from(inputs, (input) => (isFloat32(input) ? input.length : shown(input)));
    throw wrongArgument('run', 'inputs', accepted, found);
  }
}

/** Not-a-number would be 0 for some kernels, so that the outputs would not tell. */
function checkFinite(
  inputs: readonly Float32Array[],
  firstNotFinite: (numbers: Float32Array) => number,
): void {
  inputs.forEach((input, index) => {
    const place = firstNotFinite(input);
    if (place === -1) return;
    const value = input[place];
    throw new ModelError(
      'argument',
      `run: inputs takes finite numbers, but input ${String(index)} has ${String(value)} at ${String(place)}`,
      { facts: { class: 'run', argument: 'inputs', input: index, place, value } },
    );
  });
}

function namedTimes({ nodes, calls }: Recording, times: readonly (number | null)[]): CallTime[] {
  const places = new Map(nodes.map((node) => [node.moduleId, node]));
  return calls.map(({ moduleId }, index) => {
    const { path = '', type = '' } = places.get(moduleId) ?? {};
    return { path, type, milliseconds: times[index] ?? null };
  });
}

function shapesOf(inputShape: Shape | readonly Shape[]): readonly Shape[] {
  const isList = (value: Shape | readonly Shape[]): value is readonly Shape[] =>
    Array.isArray(value) && value.some((item) => Array.isArray(item));
  return isList(inputShape) ? inputShape : [inputShape];
}

/** One call of a module, and what the operations during it amount to. */
export interface CalledLayer extends Layer {
  /** 2 for each multiply-accumulate of the matrix products; null if the module was not called. */
  readonly flops: number | null;
  /** Bytes of the values that were made, each once; null if the module was not called. */
  readonly activationBytes: number | null;
}

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * A model's summary. As a string, and on the console, it is torchinfo's table; as JSON the document
 * that `se-resnet summary --json` prints.
 *
 * @example
 * const result = summary(createModel('se-resnet-18'), [1, 3, 32, 32], { torchinfo: '1.8' });
 * console.log(result.totals.multAdds); // 556029280
 * console.log(JSON.stringify(result).length > 1000); // true
 */
export class ModelSummary implements ReportSource {
  readonly torchinfo: TorchinfoRelease;
  /** What was summarised. */
  readonly model: ModelDescription;
  /** What ran the pass; the meta engine computes shapes alone. */
  readonly engine: EngineDescription;
  readonly #recording: Recording;
  readonly #options: SummaryOptions;
  readonly #summaries = new Map<TorchinfoRelease, Summary>();
  #layers: readonly CalledLayer[] | null = null;

  /** @internal */
  constructor(
    recording: Recording,
    model: ModelDescription,
    engine: EngineDescription,
    options: SummaryOptions = {},
  ) {
    const { torchinfo = '1.6' } = options;
    this.torchinfo = torchinfo;
    this.model = model;
    this.engine = engine;
    this.#recording = recording;
    this.#options = options;
  }

  /** The totals below the table, and flops, by the release's rules. */
  get totals(): Totals {
    return this.by(this.torchinfo).totals;
  }

  /** The calls of modules in call order, the model first, by the release's rules. */
  get layers(): readonly CalledLayer[] {
    this.#layers ??= this.#withSums(this.by(this.torchinfo).layers);
    return this.#layers;
  }

  #withSums(layers: readonly Layer[]): CalledLayer[] {
    const { flops, activationBytes } = spanSums(this.#recording);
    return layers.map((layer) => {
      const call = layer.call === null ? undefined : this.#recording.calls[layer.call];
      return {
        ...layer,
        flops: call === undefined ? null : flops(call),
        activationBytes: call === undefined ? null : activationBytes(call),
      };
    });
  }

  /**
   * What the table shows.
   * @internal
   */
  get table(): TableOptions {
    const { columns = DEFAULT_COLUMNS, rowSettings = ['depth'] } = this.#options;
    const { levels = 3, columnWidth = 25, verbose = false } = this.#options;
    return {
      columns: columns.map((name) => COLUMNS[name]),
      rowSettings,
      levels,
      columnWidth,
      verbose,
    };
  }

  /** The whole summary by the rules of a release. */
  by(release: TorchinfoRelease): Summary {
    const made = this.#summaries.get(release) ?? summarise(this.#recording, release);
    this.#summaries.set(release, made);
    return made;
  }

  /** torchinfo's table, without a final newline. */
  toString(): string {
    return renderTable(this.by(this.torchinfo), this.table).trimEnd();
  }

  /** The document that `se-resnet summary --json` prints, by 1.8's rules. */
  toJSON(): SummaryDocument {
    return summaryDocument(this.by('1.8'), this);
  }

  [INSPECT](): string {
    return this.toString();
  }
}

function checkAmong(option: string, given: readonly string[], accepted: readonly string[]): void {
  const list: unknown = given;
  const isKnown = (value: unknown): boolean =>
    typeof value === 'string' && accepted.includes(value);
  // Holes of a list become undefined.
  const wrong = Array.isArray(list)
    ? Array.from<unknown>(list).filter((value) => !isKnown(value))
    : [list];
  if (wrong.length === 0) return;
  throw new UserError(
    'option-value',
    `${option} takes ${Array.isArray(list) ? '' : 'a list of '}${joinWords(accepted, 'and')}, but was ` +
      `given ${shown(wrong[0])}.`,
    { facts: { option, value: wrong[0] } },
  );
}
