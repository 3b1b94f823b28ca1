import { type Kind, type Op, storedTensors } from '../ops/index.js';
import { byteSize, type Shape } from '../ops/shape.js';
import { type Recording, valueShapes } from '../trace/recording.js';
import { innermostCalls } from '../trace/spans.js';
import { formatPlace } from '../trace/tree.js';

/** Operations that an engine can run as part of another one, if nothing else reads the values between. */
export interface FoldRule {
  readonly into: Kind;
  /** Those that may follow it, in this order; each may be missing. */
  readonly then: readonly Kind[];
}

/** One thing to run: an operation, with those that are folded into it. */
export interface PlannedStep {
  readonly op: Op;
  /** The operations that its output goes through in the same step, in order. */
  readonly folded: readonly Op[];
  /** The recorded operation that it is, and those that are folded into it. */
  readonly operations: readonly number[];
  /** The values that it reads. */
  readonly inputs: readonly number[];
  /** The value that it makes. */
  readonly output: number;
  readonly outputShape: Shape;
  /** The values that nothing reads after this step, for engines that go step by step. */
  readonly frees: readonly number[];
  /** Bytes of the values that are alive while it runs, without its output. */
  readonly liveBytes: number;
  /** Bytes of the parameters and buffers that it reads. */
  readonly weightBytes: number;
  /** The module whose operation it is, for messages: `layer2.0.conv1 (Conv2d)`. */
  readonly place: string;
}

/** A pass planned in advance: what to run, what to fold into what, and when to free what. */
export interface Plan {
  readonly inputShapes: readonly Shape[];
  readonly steps: readonly PlannedStep[];
  /** The values that the model returns, in order. */
  readonly outputs: readonly number[];
  /** The most bytes of values that are alive at one time. */
  readonly liveBytes: number;
  /** Bytes of all parameters and buffers that the pass reads, each once. */
  readonly weightBytes: number;
  /** Whether an engine may run several operations as one. */
  readonly isFolded: boolean;
}

/**
 * Plans a pass from its recording.
 * @param folds what the engine that is to run it can fold; empty to run each operation by itself
 */
export function planPass(recording: Recording, folds: readonly FoldRule[]): Plan {
  const { operations, inputShapes, outputs } = recording;
  const shapes = valueShapes(recording);
  const firstValue = inputShapes.length;
  const innermost = innermostCalls(recording);
  const nodes = new Map(recording.nodes.map((node) => [node.moduleId, node]));
  const chains = foldedChains(recording, folds);

  const lastUse = new Map<number, number>();
  chains.forEach((chain, step) => {
    const [head = 0] = chain;
    const made = firstValue + (chain.at(-1) ?? 0);
    for (const value of [...(operations[head]?.inputs ?? []), made]) lastUse.set(value, step);
  });
  for (const value of outputs) lastUse.delete(value);

  let live = inputShapes.reduce((sum, shape) => sum + byteSize(shape), 0);
  let liveBytes = live;
  const steps = chains.flatMap((chain, index): PlannedStep[] => {
    const [head, ...folded] = chain.flatMap((place) => operations[place] ?? []);
    if (head === undefined) return [];
    const output = firstValue + (chain.at(-1) ?? 0);
    const outputShape = shapes[output] ?? [];
    const reads = [head, ...folded].flatMap(({ op }) => storedTensors(op));
    const step = {
      op: head.op,
      folded: folded.map(({ op }) => op),
      operations: chain,
      inputs: head.inputs,
      output,
      outputShape,
      frees: [...new Set([...head.inputs, output])].filter((value) => lastUse.get(value) === index),
      liveBytes: live,
      weightBytes: reads.reduce((sum, { shape }) => sum + byteSize(shape), 0),
      place: placeOf(nodes.get(innermost[chain[0] ?? 0]?.moduleId ?? 0)),
    };
    live += byteSize(outputShape);
    liveBytes = Math.max(liveBytes, live);
    for (const value of step.frees) live -= byteSize(shapes[value] ?? []);
    return [step];
  });
  const stored = new Set(operations.flatMap(({ op }) => storedTensors(op)));
  const weightBytes = [...stored].reduce((sum, { shape }) => sum + byteSize(shape), 0);
  const isFolded = folds.length > 0;
  return { inputShapes, steps, outputs, liveBytes, weightBytes, isFolded };
}

function placeOf(node: Parameters<typeof formatPlace>[0] | undefined): string {
  return node === undefined ? '' : formatPlace(node);
}

/** The operations in the order of the recording, folded ones behind the one that they are folded into. */
function foldedChains(
  { operations, inputShapes, outputs }: Recording,
  folds: readonly FoldRule[],
): number[][] {
  const firstValue = inputShapes.length;
  const rules = new Map(folds.map((rule) => [rule.into, rule.then]));
  /** For every value, the operations that read it, once for each time they do. */
  const readers = new Map<number, number[]>();
  operations.forEach(({ inputs }, place) => {
    for (const value of inputs) {
      const known = readers.get(value);
      if (known === undefined) readers.set(value, [place]);
      else known.push(place);
    }
  });
  const taken = new Set<number>();
  return operations.flatMap(({ op }, place) => {
    if (taken.has(place)) return [];
    const chain = [place];
    let end = place;
    for (const kind of rules.get(op.kind) ?? []) {
      const [reader, another] = readers.get(firstValue + end) ?? [];
      const isReadByOne = reader !== undefined && another === undefined;
      if (!isReadByOne || outputs.includes(firstValue + end)) break;
      if (operations[reader]?.op.kind !== kind) continue;
      chain.push(reader);
      taken.add(reader);
      end = reader;
    }
    return [chain];
  });
}
