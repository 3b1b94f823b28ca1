import { byteSize, type Shape } from '../../ops/shape.js';
import { type ResidentCost, residentBytes } from '../memory.js';
import type { FoldRule, Plan, PlannedStep } from '../plan.js';
import { convolutionOf } from './convolution.js';
import { groupedBytes } from './groups.js';
import { type BackendMemory, simulatePass } from './simulate.js';

/** TensorFlow.js' fused convolutions take a bias, which a BatchNorm becomes, and a ReLU. */
export const FOLDS: readonly FoldRule[] = [{ into: 'conv2d', then: ['batchNorm', 'relu'] }];

/**
 * The most bytes of values and weights that are alive at one time in TensorFlow.js, which goes step by
 * step and has one step's weights at a time.
 */
export function peakBytes(plan: Plan, backend: Pick<BackendMemory, 'hasGroups'>): number {
  const shapes = new Map(plan.inputShapes.entries());
  return plan.steps.reduce((peak, step) => {
    shapes.set(step.output, step.outputShape);
    const inputShape = shapes.get(step.inputs[0] ?? 0) ?? [];
    const { loading, making, running } = extraBytes(step, inputShape, backend);
    const output = byteSize(step.outputShape);
    return Math.max(
      peak,
      ...[loading, making, running + output].map((bytes) => step.liveBytes + bytes),
    );
  }, plan.liveBytes);
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
  /** While the input is made into what a convolution with groups reads, before there is an output. */
  readonly making: number;
  /** While the kernel runs. */
  readonly running: number;
}

/**
 * A convolution's weights are transposed, which takes them twice for a moment; a BatchNorm that is folded
 * into it becomes its bias. A GroupNorm has one value more of the size of its output.
 */
function extraBytes(
  { op, folded, outputShape, weightBytes: all }: PlannedStep,
  inputShape: Shape,
  { hasGroups }: Pick<BackendMemory, 'hasGroups'>,
): ExtraBytes {
  const convolution = convolutionOf(op, inputShape, outputShape);
  if (convolution === null) {
    const centred = op.kind === 'groupNorm' ? byteSize(outputShape) : 0;
    return { loading: all, making: all, running: all + centred };
  }
  const { inputCopy, outputCopy } = convolution;
  const weight = byteSize(convolution.op.weight.shape);
  const hasBias = convolution.op.bias !== null || folded.some(({ kind }) => kind === 'batchNorm');
  const bias = hasBias ? byteSize(convolution.op.weight.shape.slice(0, 1)) : 0;
  const given = inputCopy + weight + bias;
  const { first, input, weights, addresses, output } = groupedBytes(convolution, hasGroups);
  return {
    loading: inputCopy + 2 * weight,
    making: given + first + input,
    running: given + input + weights + addresses + output + outputCopy,
  };
}
