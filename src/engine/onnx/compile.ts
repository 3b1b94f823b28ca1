import type { Kind, Op } from '../../ops/index.js';
import type { StoredTensor } from '../../ops/operation.js';
import type { Shape } from '../../ops/shape.js';
import type { Plan, PlannedStep } from '../plan.js';
import type { Constant, Graph, Node, Value } from './graph.js';
import { OPERATORS } from './operators/index.js';
import type { Fill, StepGraph } from './operators/operator.js';

/** Tensors of weights that are fed together. */
export interface FedWeights {
  readonly values: readonly Value[];
  readonly fill: Fill;
  /** The step that reads them first. */
  readonly step: PlannedStep;
}

/** A plan as a graph, and what it is fed. */
export interface CompiledPlan {
  readonly graph: Graph;
  readonly weights: readonly FedWeights[];
}

/** The name of a value of the plan. */
export function valueName(value: number): string {
  return `value${String(value)}`;
}

/**
 * The place in the plan of the step that a text of the runtime's names: one of its own nodes, or one
 * that it has made of several. Null if it names none.
 */
export function namedStep(text: string): number | null {
  const [, digits] = /\bstep(\d+)/.exec(text) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** Writes a plan as a graph. */
export function compilePlan(plan: Plan): CompiledPlan {
  return new Compiler().compile(plan);
}

/** Writes a plan as a graph up to a step, the shape of whose value is left to the runtime. */
export function compileUpTo(plan: Plan, index: number): Graph {
  const steps = plan.steps.slice(0, index + 1);
  const outputs = steps.slice(-1).map(({ output }) => output);
  const { graph } = compilePlan({ ...plan, steps, outputs });
  return { ...graph, outputs: graph.outputs.map(({ name }) => ({ name, shape: null })) };
}

class Compiler {
  readonly #nodes: Node[] = [];
  readonly #constants: Constant[] = [];
  readonly #between: Value[] = [];
  readonly #weights: FedWeights[] = [];
  readonly #stored = new Map<StoredTensor, Value>();

  compile({ inputShapes, steps, outputs }: Plan): CompiledPlan {
    const value = (id: number, shape: Shape): Value => ({ name: valueName(id), shape });
    const values = inputShapes.map((shape, id) => value(id, shape));
    steps.forEach((step, index) => {
      const made = value(step.output, step.outputShape);
      const read = step.inputs.flatMap((id) => values[id] ?? []);
      this.#add(step, index, read, made);
      values[step.output] = made;
    });
    const isInput = (id: number): boolean => id < inputShapes.length;
    // A graph has to have an output.
    const wanted = new Set(outputs.filter((id) => !isInput(id)));
    if (wanted.size === 0) wanted.add(steps.at(-1)?.output ?? 0);
    const madeHere = steps.map(({ output }) => output);
    const valuesOf = (ids: readonly number[]): Value[] => ids.flatMap((id) => values[id] ?? []);
    return {
      graph: {
        nodes: this.#nodes,
        constants: this.#constants,
        inputs: [
          ...values.slice(0, inputShapes.length),
          ...this.#weights.flatMap((weights) => weights.values),
        ],
        between: [...valuesOf(madeHere.filter((id) => !wanted.has(id))), ...this.#between],
        outputs: valuesOf([...wanted]),
      },
      weights: this.#weights,
    };
  }

  #add(step: PlannedStep, index: number, inputs: readonly Value[], made: Value): void {
    const name = `step${String(index)}`;
    let count = 0;
    const unique = (): string => `${name}.${String(count++)}`;
    const feed = (shapes: readonly Shape[], fill: Fill): readonly Value[] => {
      const values = shapes.map((shape) => ({ name: unique(), shape }));
      this.#weights.push({ values, fill, step });
      return values;
    };
    const constant = (shape: Shape, numbers: Constant['numbers']): Value => {
      const named = { name: unique(), shape, numbers };
      this.#constants.push(named);
      return named;
    };
    const graph: StepGraph = {
      inputs,
      folded: step.folded,
      output: (operator, read, attributes) => {
        this.#addNode(name, operator, read, made, attributes);
      },
      between: (operator, read, shape, attributes) => {
        const value = { name: unique(), shape };
        this.#between.push(value);
        this.#addNode(value.name, operator, read, value, attributes);
        return value;
      },
      stored: (tensor) => {
        const known = this.#stored.get(tensor);
        if (known !== undefined) return known;
        const [value] = feed([tensor.shape], (source, [target]) => {
          if (target !== undefined) source.fill(tensor, target);
        });
        if (value === undefined) throw new Error('a stored tensor has no value');
        this.#stored.set(tensor, value);
        return value;
      },
      made: feed,
      constant: (shape, values) => constant(shape, { type: 'float', values }),
      sizes: (values) => constant([values.length], { type: 'int64', values }),
    };
    write(step.op, graph);
  }

  #addNode(
    name: string,
    operator: string,
    read: readonly Value[],
    output: Value,
    attributes: Node['attributes'] = {},
  ): void {
    const inputs = read.map((value) => value.name);
    this.#nodes.push({ name, operator, inputs, output: output.name, attributes });
  }
}

function write<K extends Kind>(op: Op<K>, step: StepGraph): void {
  OPERATORS[op.kind](op, step);
}
