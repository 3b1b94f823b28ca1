import { EngineError, UserError } from '../../errors.js';
import { elementCount, equalShapes, type Shape } from '../../ops/shape.js';
import type { ExecutedStep, ExecuteOptions, Execution, Executor, WeightSource } from '../engine.js';
import { failedIn, wrongShape } from '../failures.js';
import { checkInputs } from '../inputs.js';
import type { Plan, PlannedStep } from '../plan.js';
import { compilePlan, compileUpTo, type FedWeights, namedStep, valueName } from './compile.js';
import type { Graph, Value } from './graph.js';
import { modelFile } from './model-file.js';
import { type ProfiledNode, profileFault, withProfile } from './profile.js';
import {
  NAME,
  type OrtModule,
  type OrtSession,
  type OrtTensor,
  type SessionOptions,
} from './runtime.js';

type Feeds = Record<string, OrtTensor>;

/** Executes plans by compiling each into a graph, which ONNX Runtime runs as a whole. */
export class OnnxExecutor implements Executor {
  readonly name = NAME;
  readonly threads: number;
  readonly #ort: OrtModule;

  constructor(ort: OrtModule, threads: number) {
    this.#ort = ort;
    this.threads = threads;
  }

  async execute(
    plan: Plan,
    weights: WeightSource,
    inputs: readonly Float32Array[],
    { steps = false, observer }: ExecuteOptions = {},
  ): Promise<Execution> {
    checkInputs(plan, inputs);
    if (plan.steps.length > 0) await observer?.step(0);
    const start = performance.now();
    const run = (profile?: string): Promise<Feeds> => this.#run(plan, weights, inputs, profile);
    const { result, nodes } = steps ? await withProfile(run) : { result: await run(), nodes: null };
    const makers = new Map(plan.steps.map((step) => [step.output, step]));
    const given = new Set<number>();
    const outputs = plan.outputs.map((value) => {
      const tensor = result[valueName(value)];
      if (tensor === undefined) throw new Error(`the runtime gave no value ${String(value)}`);
      const { dims: shape, data } = tensor;
      const step = makers.get(value);
      if (step !== undefined && !equalShapes(shape, step.outputShape)) {
        throw wrongShape(NAME, step, shape);
      }
      // The caller's own inputs, and what has been given before, are given as copies.
      const isNew = step !== undefined && !given.has(value);
      given.add(value);
      return { shape, data: isNew ? data : data.slice() };
    });
    return {
      outputs,
      forwardMs: performance.now() - start,
      steps: nodes === null ? null : executedSteps(plan, nodes),
    };
  }

  /** The inputs, and the values that the graph gives. */
  async #run(
    plan: Plan,
    weights: WeightSource,
    inputs: readonly Float32Array[],
    profile?: string,
  ): Promise<Feeds> {
    const fed: Feeds = {};
    plan.inputShapes.forEach((shape, value) => {
      const data = inputs[value] ?? new Float32Array(0);
      fed[valueName(value)] = new this.#ort.Tensor('float32', data, shape);
    });
    if (plan.steps.length === 0) return fed;
    const compiled = compilePlan(plan);
    const session = await this.#create(plan, compiled.graph, profile);
    try {
      const feeds = { ...fed, ...this.#feeds(compiled.weights, weights) };
      const names = compiled.graph.outputs.map(({ name }) => name);
      return { ...fed, ...(await session.run(feeds, names)) };
    } catch (error) {
      throw explained(error, plan);
    } finally {
      await end(session, profile !== undefined);
    }
  }

  async #create(plan: Plan, graph: Graph, profile?: string): Promise<OrtSession> {
    try {
      return await this.#ort.InferenceSession.create(
        modelFile(graph),
        this.#options(plan, profile),
      );
    } catch (error) {
      const [step, index] = stepNamedBy(error, plan);
      if (step !== null && String(error).includes('ShapeInferenceError')) {
        const shape = await this.#inferredShape(plan, index);
        if (shape !== null && !equalShapes(shape, step.outputShape)) {
          throw wrongShape(NAME, step, shape);
        }
      }
      throw explained(error, plan);
    }
  }

  /** The shape that the runtime infers for the value of a step; null if it can infer none. */
  async #inferredShape(plan: Plan, index: number): Promise<Shape | null> {
    try {
      const graph = compileUpTo(plan, index);
      const session = await this.#ort.InferenceSession.create(
        modelFile(graph),
        this.#options(plan),
      );
      const shape = session.outputMetadata[0]?.shape ?? null;
      await session.release();
      return shape?.every((size) => typeof size === 'number') === true ? shape : null;
    } catch {
      return null;
    }
  }

  #options({ isFolded }: Plan, profile?: string): SessionOptions {
    return {
      intraOpNumThreads: this.threads,
      interOpNumThreads: 1,
      // The runtime would move and merge nodes, whose times and shapes were then not those of the steps.
      graphOptimizationLevel: isFolded && profile === undefined ? 'basic' : 'disabled',
      logSeverityLevel: 4,
      enableProfiling: profile !== undefined,
      ...(profile !== undefined && { profileFilePrefix: profile }),
      extra: {
        session: {
          // The runtime infers every shape itself, and refuses a graph whose written shapes differ.
          strict_shape_type_inference: '1',
          // Threads that wait in a loop cost others a third of their time if there are too many.
          'intra_op.allow_spinning': '0',
        },
      },
    };
  }

  /** Weights in one buffer, which the runtime reads from where they were made. */
  #feeds(all: readonly FedWeights[], source: WeightSource): Feeds {
    const feeds: Feeds = {};
    const values = all.flatMap((weights) => weights.values);
    const length = values.reduce((sum, value) => sum + paddedLength(value), 0);
    const buffer = new Float32Array(length);
    let offset = 0;
    for (const { values, fill, step } of all) {
      const targets = values.map((value) => {
        const target = buffer.subarray(offset, offset + elementCount(value.shape));
        offset += paddedLength(value);
        feeds[value.name] = new this.#ort.Tensor('float32', target, value.shape);
        return target;
      });
      try {
        fill(source, targets);
      } catch (error) {
        throw error instanceof UserError ? error : failedIn(NAME, step, error);
      }
    }
    return feeds;
  }
}

/** A cache line of float32 numbers. */
const LINE = 16;

/** The numbers of a value, up to the end of a cache line, so that each begins with one. */
function paddedLength({ shape }: Value): number {
  return Math.ceil(elementCount(shape) / LINE) * LINE;
}

async function end(session: OrtSession, isProfiled: boolean): Promise<void> {
  try {
    if (isProfiled) session.endProfiling();
  } finally {
    await session.release();
  }
}

/** The step that an error of the runtime's names, and its place in the plan; null if it names none. */
function stepNamedBy(error: unknown, { steps }: Plan): [step: PlannedStep | null, index: number] {
  const index = namedStep(error instanceof Error ? error.message : String(error)) ?? -1;
  return [steps[index] ?? null, index];
}

/** An error of the runtime's as a sentence that names the operation, as far as that is known. */
function explained(error: unknown, plan: Plan): UserError {
  if (error instanceof UserError) return error;
  const [step] = stepNamedBy(error, plan);
  if (step !== null) return failedIn(NAME, step, error);
  const said = error instanceof Error ? error.message : String(error);
  return new EngineError('failed', `The ${NAME} engine failed: ${said}`, {
    facts: { engine: NAME },
    cause: error,
  });
}

/**
 * The times of the nodes that each step became, and the shape that its value had.
 * @throws EngineError if a value has another shape than was recorded, or a step is not among the nodes.
 */
function executedSteps({ steps }: Plan, nodes: readonly ProfiledNode[]): ExecutedStep[] {
  const times = new Float64Array(steps.length);
  const shapes: Shape[] = [];
  for (const { name, milliseconds, shape } of nodes) {
    const index = namedStep(name);
    if (index === null) continue;
    times[index] = (times[index] ?? 0) + milliseconds;
    if (name === `step${String(index)}`) shapes[index] = shape;
  }
  return steps.map((step, index) => {
    const shape = shapes[index];
    if (shape === undefined)
      throw profileFault(`tells nothing of ${step.op.kind} in ${step.place}`);
    if (!equalShapes(shape, step.outputShape)) throw wrongShape(NAME, step, shape);
    return { milliseconds: times[index] ?? 0, shape };
  });
}
