import type { BatchNormOp, Conv2dOp, Op } from './ops.js';
import { storedTensors } from './ops.js';
import type { Recording, Step } from './record.js';
import { byteSize, type Shape } from './shape.js';

/** A convolution that gives the output of the BatchNorm and ReLU after it at once. */
export interface FoldedConv2d {
  readonly kind: 'foldedConv2d';
  readonly conv: Conv2dOp;
  readonly batchNorm: BatchNormOp | null;
  readonly relu: boolean;
}

/** What a backend runs in one go. */
export type Kernel = Op | FoldedConv2d;

/** What happens at one operation of a pass. */
export interface PlannedStep {
  /** The operation that the model's forward function must ask for here. */
  readonly op: Op;
  /** The values that it must ask for it on. */
  readonly inputs: readonly number[];
  /** What is run; null where an earlier kernel has computed this operation's output too. */
  readonly kernel: Kernel | null;
  /** The value whose memory holds the output: this step's own, or the folded convolution's. */
  readonly storage: number;
  /** The storages that nothing reads after this step. */
  readonly frees: readonly number[];
}

/** A pass worked out in advance: what to run, what to free when, and how much memory that takes. */
export interface Plan {
  readonly inputShape: Shape;
  readonly steps: readonly PlannedStep[];
  /** The largest number of bytes that inputs, outputs and weights take at one time. */
  readonly peakBytes: number;
}

export interface PlanOptions {
  /** Fold BatchNorm and ReLU into the convolution before them where nothing reads what lies between. */
  readonly fold: boolean;
}

/** Works out a pass from its recording. */
export function planPass(recording: Recording, { fold }: PlanOptions): Plan {
  const { steps, inputShape } = recording;
  const lastValue = steps.length;
  const readers = readersOf(recording);

  const kernels: (Kernel | null)[] = steps.map((step) => step.op);
  const storage = Array.from({ length: steps.length + 1 }, (_, value) => value);
  if (fold) {
    steps.forEach(({ op }, index) => {
      if (op.kind !== 'conv2d') return;
      let end = index;
      const next = (kind: Op['kind']): Op | null => {
        const [reader, another] = readers[end + 1] ?? [];
        if (reader === undefined || another !== undefined || end + 1 === lastValue) return null;
        const following = steps[reader]?.op;
        if (following?.kind !== kind) return null;
        end = reader;
        kernels[reader] = null;
        storage[reader + 1] = index + 1;
        return following;
      };
      const batchNorm = next('batchNorm');
      const relu = next('relu') !== null;
      kernels[index] = {
        kind: 'foldedConv2d',
        conv: op,
        batchNorm: batchNorm?.kind === 'batchNorm' ? batchNorm : null,
        relu,
      };
    });
  }

  const lastUse = new Map<number, number>();
  steps.forEach((step, index) => {
    for (const value of valuesOf(step, index)) lastUse.set(storage[value] ?? value, index);
  });
  lastUse.delete(storage[lastValue] ?? lastValue);

  const sizes = new Map([[0, byteSize(inputShape)]]);
  let live = byteSize(inputShape);
  let peakBytes = live;
  const planned = steps.map((step, index): PlannedStep => {
    const kernel = kernels[index] ?? null;
    if (kernel !== null) {
      const output = byteSize(step.outputShape);
      const weights = weightBytes(kernel);
      sizes.set(index + 1, output);
      peakBytes = Math.max(peakBytes, live + weights.loading, live + output + weights.running);
      live += output;
    }
    const touched = new Set(valuesOf(step, index).map((value) => storage[value] ?? value));
    const frees = [...touched].filter((value) => lastUse.get(value) === index);
    for (const value of frees) live -= sizes.get(value) ?? 0;
    const inputs = step.inputs.map(({ id }) => id);
    return { op: step.op, inputs, kernel, storage: storage[index + 1] ?? 0, frees };
  });
  return { inputShape, steps: planned, peakBytes };
}

/** The values that a step reads, and the one that it gives. */
function valuesOf({ inputs }: Step, index: number): number[] {
  return [...inputs.map(({ id }) => id), index + 1];
}

/** For every value, the operations that read it, once for each time they do. */
function readersOf({ steps }: Recording): number[][] {
  const readers: number[][] = Array.from({ length: steps.length + 1 }, () => []);
  steps.forEach((step, index) => {
    for (const { id } of step.inputs) readers[id]?.push(index);
  });
  return readers;
}

interface WeightBytes {
  /** While the weights are brought into the engine's order, before there is an output. */
  readonly loading: number;
  /** While the kernel runs. */
  readonly running: number;
}

/**
 * The bytes of a kernel's weights. A convolution's are turned into another order, which takes them
 * twice for a moment; a folded convolution always has a bias.
 */
function weightBytes(kernel: Kernel): WeightBytes {
  if (kernel.kind === 'foldedConv2d') {
    const { shape } = kernel.conv.weight;
    const [outChannels = 0] = shape;
    return { loading: 2 * byteSize(shape), running: byteSize(shape) + byteSize([outChannels]) };
  }
  const sizes = storedTensors(kernel).map((tensor) => byteSize(tensor.shape));
  const running = sizes.reduce((sum, size) => sum + size, 0);
  const loading = kernel.kind === 'conv2d' ? 2 * byteSize(kernel.weight.shape) : running;
  return { loading, running };
}
