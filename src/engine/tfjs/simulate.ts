import type { Kind, Op } from '../../ops/index.js';
import { byteSize, type Shape } from '../../ops/shape.js';
import type { Plan } from '../plan.js';
import { Heap, type HeapRules } from '../heap.js';
import { type Convolution, convolutionOf } from './convolution.js';
import { groupedBytes } from './groups.js';

/** How a backend of TensorFlow.js uses its heap. */
export interface BackendMemory {
  readonly heap: HeapRules;
  /** Requests of fewer bytes are not for this heap. */
  readonly leastBytes: number;
  /** Whether it computes on JavaScript's arrays of inputs and weights, and copies none into its heap. */
  readonly sharesArrays: boolean;
  /** Whether a convolution's bias and ReLU are part of its kernel; if not, each makes a value of its own. */
  readonly fuses: boolean;
  /** Whether its own convolution has groups. */
  readonly hasGroups: boolean;
  /**
   * The operations that have their weights once more, in the order in which they read them; a convolution
   * over one axis is a conv2d here.
   */
  readonly packs: readonly Kind[];
}

type Free = () => void;
type Allocate = (bytes: number) => Free;

/** The bytes of a backend's heap that a pass comes to use, by the requests that the kernels make. */
export function simulatePass({ inputShapes, steps }: Plan, backend: BackendMemory): number {
  const heap = new Heap(backend.heap);
  const allocate: Allocate = (bytes) =>
    bytes < backend.leastBytes ? () => undefined : heap.allocate(bytes);
  const values = new Map<number, { readonly shape: Shape; readonly free: Free }>();
  const make = (value: number, shape: Shape, free: Free): void => {
    values.set(value, { shape, free });
  };
  inputShapes.forEach((shape, value) => {
    make(value, shape, allocate(backend.sharesArrays ? 0 : byteSize(shape)));
  });
  for (const { op, folded, inputs, output, outputShape, weightBytes, frees } of steps) {
    const [input = 0] = inputs;
    const convolution = convolutionOf(op, values.get(input)?.shape ?? [], outputShape);
    if (convolution !== null) {
      make(output, outputShape, runConvolution(convolution, folded, backend, allocate));
    } else if (op.kind === 'groupNorm') {
      const freeWeights = allocate(backend.sharesArrays ? 0 : weightBytes);
      make(output, outputShape, runGroupNorm(byteSize(outputShape), allocate));
      freeWeights();
    } else {
      const freeWeights = allocate(backend.sharesArrays ? 0 : weightBytes);
      const freePacked = allocate(backend.packs.includes(op.kind) ? weightBytes : 0);
      make(output, outputShape, allocate(byteSize(outputShape)));
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
  convolution: Convolution,
  folded: readonly Op[],
  { sharesArrays, fuses, hasGroups, packs }: BackendMemory,
  allocate: Allocate,
): Free {
  const { op, outputShape, inputCopy, outputCopy } = convolution;
  const weightBytes = byteSize(op.weight.shape);
  const outputBytes = byteSize(outputShape);
  const hasNorm = folded.some(({ kind }) => kind === 'batchNorm');
  const hasBias = hasNorm || op.bias !== null;
  const hasReLU = folded.some(({ kind }) => kind === 'relu');
  const temporary: Free[] = [];
  const keep = (bytes: number): void => {
    temporary.push(allocate(bytes));
  };
  keep(inputCopy);

  const freeStored = allocate(sharesArrays ? 0 : weightBytes);
  const freeTransposed = allocate(weightBytes);
  freeStored();
  if (hasNorm) {
    keep(weightBytes);
    freeTransposed();
  } else temporary.push(freeTransposed);
  const grouped = groupedBytes(convolution, hasGroups);
  const freeFirst = allocate(grouped.first);
  keep(grouped.input);
  freeFirst();
  keep(grouped.weights);
  keep(grouped.output);
  if (packs.includes(op.kind)) keep(weightBytes);
  keep(grouped.addresses);
  let freeOutput = allocate(outputBytes);
  for (const isValue of [...(fuses ? [] : [hasBias, hasReLU]), outputCopy > 0]) {
    if (!isValue) continue;
    temporary.push(freeOutput);
    freeOutput = allocate(outputBytes);
  }
  for (const free of temporary) free();
  return freeOutput;
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
