import type { Op } from '../../../ops/index.js';
import type { StoredTensor } from '../../../ops/operation.js';
import { elementCount } from '../../../ops/shape.js';
import { affineOf } from '../../affine.js';
import type { WeightSource } from '../../engine.js';
import type { Value } from '../graph.js';
import { int, ints, only, type Operator, type StepGraph } from './operator.js';

/** A convolution; a BatchNorm that is folded into it scales its weight, and is its bias. */
export const conv2d: Operator<'conv2d'> = (op, step) => {
  step.output('Conv', [only(step), ...weightsOf(op, step)], {
    strides: ints(...op.stride),
    pads: ints(...op.padding, ...op.padding),
    dilations: ints(...op.dilation),
    group: int(op.groups),
  });
};

function weightsOf(op: Op<'conv2d'>, step: StepGraph): readonly Value[] {
  const norm = step.folded.find((folded) => folded.kind === 'batchNorm');
  if (norm === undefined) {
    const stored = [op.weight, op.bias].filter((tensor) => tensor !== null);
    return stored.map((tensor) => step.stored(tensor));
  }
  return step.made([op.weight.shape, op.weight.shape.slice(0, 1)], (source, [weight, bias]) => {
    if (weight === undefined || bias === undefined) return;
    const { scale, shift } = affineOf(norm, (stored) => numbersOf(stored, source));
    source.fill(op.weight, weight);
    scaleChannels(weight, scale);
    const own = op.bias === null ? null : numbersOf(op.bias, source);
    shift.forEach((value, c) => (bias[c] = value + (own?.[c] ?? 0) * (scale[c] ?? 1)));
  });
}

function numbersOf(stored: StoredTensor, source: WeightSource): Float32Array {
  const numbers = new Float32Array(elementCount(stored.shape));
  source.fill(stored, numbers);
  return numbers;
}

/** Multiplies the numbers of each output channel, in place. */
function scaleChannels(weight: Float32Array, scale: Float32Array): void {
  const size = weight.length / scale.length;
  let i = 0;
  for (const factor of scale) {
    for (const end = i + size; i < end; i++) weight[i] = (weight[i] ?? 0) * factor;
  }
}
