import type { Kind, Op } from '../../ops/index.js';
import { byteSize } from '../../ops/shape.js';
import type { Plan } from '../plan.js';
import { Heap, type HeapRules } from '../heap.js';

/** How a backend of TensorFlow.js uses its heap. */
export interface BackendMemory {
  readonly heap: HeapRules;
  /** Requests of fewer bytes are not for this heap. */
  readonly leastBytes: number;
  /** Whether it computes on JavaScript's arrays of inputs and weights, and copies none into its heap. */
  readonly sharesArrays: boolean;
  /** Whether a convolution's bias and ReLU are part of its kernel; if not, each makes a value of its own. */
  readonly fuses: boolean;
  /** The operations that have their weights once more, in the order in which they read them. */
  readonly packs: readonly Kind[];
}

type Free = () => void;
type Allocate = (bytes: number) => Free;

/** The bytes of a backend's heap that a pass comes to use, by the requests that the kernels make. */
export function simulatePass({ inputShapes, steps }: Plan, backend: BackendMemory): number {
  const heap = new Heap(backend.heap);
  const allocate: Allocate = (bytes) =>
    bytes < backend.leastBytes ? () => undefined : heap.allocate(bytes);
  const values = new Map<number, { readonly bytes: number; readonly free: Free }>();
  const make = (value: number, bytes: number, free: Free): void => {
    values.set(value, { bytes, free });
  };
  inputShapes.forEach((shape, value) => {
    const bytes = byteSize(shape);
    make(value, bytes, allocate(backend.sharesArrays ? 0 : bytes));
  });
  for (const { op, folded, inputs, output, outputShape, weightBytes, frees } of steps) {
    const bytes = byteSize(outputShape);
    if (op.kind === 'conv1d' || op.kind === 'conv2d') {
      const [input = 0] = inputs;
      const inputBytes = values.get(input)?.bytes ?? 0;
      make(output, bytes, runConvolution(op, folded, inputBytes, bytes, backend, allocate));
    } else if (op.kind === 'groupNorm') {
      const freeWeights = allocate(backend.sharesArrays ? 0 : weightBytes);
      make(output, bytes, runGroupNorm(bytes, allocate));
      freeWeights();
    } else {
      const freeWeights = allocate(backend.sharesArrays ? 0 : weightBytes);
      const freePacked = allocate(backend.packs.includes(op.kind) ? weightBytes : 0);
      make(output, bytes, allocate(bytes));
      freePacked();
      freeWeights();
    }
    for (const dead of frees) {
      values.get(dead)?.free();
      values.delete(dead);
    }
  }
  return heap.residentBytes;
}

/**
 * The requests of kernels/conv2d.ts, in order, which kernels/conv1d.ts makes too.
 * @returns what frees the output
 */
function runConvolution(
  op: Op<'conv1d' | 'conv2d'>,
  folded: readonly Op[],
  inputBytes: number,
  outputBytes: number,
  { sharesArrays, fuses, packs }: BackendMemory,
  allocate: Allocate,
): Free {
  const weightBytes = byteSize(op.weight.shape);
  const [, channelsPerGroup = 0] = op.weight.shape;
  const hasNorm = folded.some(({ kind }) => kind === 'batchNorm');
  const hasBias = hasNorm || op.bias !== null;
  const hasReLU = folded.some(({ kind }) => kind === 'relu');
  const temporary: Free[] = [];
  const keep = (bytes: number): void => {
    temporary.push(allocate(bytes));
  };
  const copied = copiedChannels(op);
  if (copied.input) keep(inputBytes);

  const freeStored = allocate(sharesArrays ? 0 : weightBytes);
  const freeTransposed = allocate(weightBytes);
  freeStored();
  if (hasNorm) {
    keep(weightBytes);
    freeTransposed();
  } else temporary.push(freeTransposed);
  if (op.groups > 1) {
    // The input with its padding; or the parts of the input, of the weights and of the output.
    keep(inputBytes);
    if (channelsPerGroup > 1) {
      keep(weightBytes);
      keep(outputBytes);
    }
  }
  if (packs.includes(op.kind)) keep(weightBytes);
  let freeOutput = allocate(outputBytes);
  for (const isValue of [...(fuses ? [] : [hasBias, hasReLU]), copied.output]) {
    if (!isValue) continue;
    temporary.push(freeOutput);
    freeOutput = allocate(outputBytes);
  }
  for (const free of temporary) free();
  return freeOutput;
}

/**
 * Whether a convolution copies its input and its output into another order, as kernels/conv1d.ts does if
 * they have several channels.
 */
export function copiedChannels(op: Op<'conv1d' | 'conv2d'>): { input: boolean; output: boolean } {
  if (op.kind === 'conv2d') return { input: false, output: false };
  const [outChannels = 0, channelsPerGroup = 0] = op.weight.shape;
  return { input: channelsPerGroup * op.groups > 1, output: outChannels > 1 };
}

/**
 * The requests of kernels/group-norm.ts for values of the size of its input, in order.
 * @returns what frees the output
 */
function runGroupNorm(bytes: number, allocate: Allocate): Free {
  const freeCentred = allocate(bytes);
  allocate(bytes)(); // its square
  const freeScaled = allocate(bytes);
  freeCentred();
  const freeOutput = allocate(bytes);
  freeScaled();
  return freeOutput;
}
