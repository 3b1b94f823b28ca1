import { byteSize } from '../../ops/shape.js';
import { type ResidentCost, residentBytes } from '../memory.js';
import type { FoldRule, Plan, PlannedStep } from '../plan.js';
import { type BackendMemory, copiedChannels, simulatePass } from './simulate.js';

/** TensorFlow.js' fused convolutions take a bias, which a BatchNorm becomes, and a ReLU. */
export const FOLDS: readonly FoldRule[] = [{ into: 'conv2d', then: ['batchNorm', 'relu'] }];

/**
 * The most bytes of values and weights that are alive at one time in TensorFlow.js, which goes step by
 * step and has one step's weights at a time.
 */
export function peakBytes({ inputShapes, steps, liveBytes }: Plan): number {
  const values = new Map(inputShapes.map((shape, value) => [value, byteSize(shape)]));
  return steps.reduce((peak, step) => {
    const [input = 0] = step.inputs;
    const output = byteSize(step.outputShape);
    values.set(step.output, output);
    const { loading, running } = extraBytes(step, values.get(input) ?? 0);
    return Math.max(peak, step.liveBytes + loading, step.liveBytes + output + running);
  }, liveBytes);
}

/**
 * What was measured of the arrays that JavaScript has made for weights and not collected yet: a share of
 * all weights, until Node collects them.
 */
const UNCOLLECTED_SHARE = 0.4;
const UNCOLLECTED_BYTES = 30e6;

/** The bytes by which a pass on a backend of TensorFlow.js makes the resident memory of a process grow. */
export function growthBytes(plan: Plan, backend: BackendMemory, cost: ResidentCost): number {
  const inputs = plan.inputShapes.reduce((sum, shape) => sum + byteSize(shape), 0);
  const uncollected = Math.min(UNCOLLECTED_SHARE * plan.weightBytes, UNCOLLECTED_BYTES);
  // A large array makes Node collect those before it.
  const weights = plan.steps.reduce((most, step) => Math.max(most, step.weightBytes), uncollected);
  return residentBytes(cost, simulatePass(plan, backend), inputs + weights);
}

/** What a step has in memory besides its inputs and its output: weights, above all. */
interface ExtraBytes {
  /** While the weights are brought into the engine's order, before there is an output. */
  readonly loading: number;
  /** While the kernel runs. */
  readonly running: number;
}

/**
 * A convolution's weights are transposed, which takes them twice for a moment; a BatchNorm that is folded
 * into it becomes its bias. A GroupNorm has one value more of the size of its output.
 */
function extraBytes(
  { op, folded, outputShape, weightBytes: all }: PlannedStep,
  inputBytes: number,
): ExtraBytes {
  const outputBytes = byteSize(outputShape);
  if (op.kind === 'groupNorm') return { loading: all, running: all + outputBytes };
  if (op.kind !== 'conv1d' && op.kind !== 'conv2d') return { loading: all, running: all };
  const weight = byteSize(op.weight.shape);
  const hasBias = op.bias !== null || folded.some(({ kind }) => kind === 'batchNorm');
  const bias = hasBias ? byteSize(op.weight.shape.slice(0, 1)) : 0;
  const { input, output } = copiedChannels(op);
  const copies = (input ? inputBytes : 0) + (output ? outputBytes : 0);
  return { loading: 2 * weight, running: weight + bias + copies };
}
