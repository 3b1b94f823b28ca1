import { byteSize } from '../../ops/shape.js';
import type { Prediction } from '../engine.js';
import type { FoldRule, Plan, PlannedStep } from '../plan.js';

/** TensorFlow.js' fused convolutions take a bias, which a BatchNorm becomes, and a ReLU. */
export const FOLDS: readonly FoldRule[] = [{ into: 'conv2d', then: ['batchNorm', 'relu'] }];

/**
 * What allocators were measured to take, at the most, for each byte of live values: 1.02 to 1.47 in
 * the WebAssembly heap, 1.4 in TensorFlow's.
 */
const ALLOCATOR_OVERHEAD = 1.5;

/** The memory of a pass in TensorFlow.js, which goes step by step and has one step's weights at a time. */
export function predictTfjs({ steps, liveBytes }: Plan, limitBytes: number): Prediction {
  const peakBytes = steps.reduce((peak, step) => {
    const { loading, running } = weightBytes(step);
    const output = byteSize(step.outputShape);
    return Math.max(peak, step.liveBytes + loading, step.liveBytes + output + running);
  }, liveBytes);
  return { peakBytes, neededBytes: peakBytes * ALLOCATOR_OVERHEAD, limitBytes };
}

interface WeightBytes {
  /** While the weights are brought into the engine's order, before there is an output. */
  readonly loading: number;
  /** While the kernel runs. */
  readonly running: number;
}

/**
 * The bytes of a step's weights. A convolution's are transposed, which takes them twice for a moment;
 * a BatchNorm that is folded into it becomes its bias.
 */
function weightBytes({ op, folded, weightBytes: all }: PlannedStep): WeightBytes {
  if (op.kind !== 'conv2d') return { loading: all, running: all };
  const weight = byteSize(op.weight.shape);
  const hasBias = op.bias !== null || folded.some(({ kind }) => kind === 'batchNorm');
  const bias = hasBias ? byteSize(op.weight.shape.slice(0, 1)) : 0;
  return { loading: 2 * weight, running: weight + bias };
}
