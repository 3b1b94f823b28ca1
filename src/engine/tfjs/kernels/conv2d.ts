import type * as tfjs from '@tensorflow/tfjs-core';
import type { Op } from '../../../ops/index.js';
import type { Pair } from '../../../ops/operation.js';
import type { Shape } from '../../../ops/shape.js';
import { affineOf } from '../../affine.js';
import { type GroupedRun, groupedRun, spreadSize } from '../groups.js';
import { type FusedConv2d, groupedConv2d } from '../internals.js';
import { asImage, channelsLast, toChannelsLast } from '../layout.js';
import { type Kernel, type KernelContext, only } from './kernel.js';

/** A convolution with the BatchNorm and ReLU that are folded into it. */
export const conv2d: Kernel<'conv2d'> = (op, inputs, context) => {
  const { tf, folded, weights, derive, hasGroups } = context;
  const x = toChannelsLast(tf, only(inputs));
  const [outChannels = 0, channelsPerGroup = 0] = op.weight.shape;
  const batchNorm = folded.find(isBatchNorm);
  const affine = batchNorm === undefined ? null : affineOf(batchNorm, weights);
  const own = op.bias === null ? null : weights(op.bias);
  const bias =
    affine === null
      ? own
      : affine.shift.map((shift, c) => shift + (own?.[c] ?? 0) * (affine.scale[c] ?? 1));
  const run = op.groups === 1 ? 'dense' : groupedRun(op, hasGroups);

  // TensorFlow.js refuses stride and dilation together; a kernel with gaps does the same. Where channels
  // lie side by side, a dilation would set those of one pixel apart too.
  const isSideBySide = run === 'depthwise' && channelsPerGroup > 1;
  const isSpread = Math.max(...op.dilation) > 1 && (isSideBySide || Math.max(...op.stride) > 1);
  const stored = { data: weights(op.weight), shape: op.weight.shape };
  const { data, shape } = isSpread ? dilateKernel(stored.data, stored.shape, op.dilation) : stored;
  const [, , height = 1, width = 1] = shape;
  // [out, in, kh, kw] → [kh, kw, in, out]; there a scale for each output channel broadcasts.
  const transposed = derive(
    tf.tensor4d(data, [outChannels, channelsPerGroup, height, width]),
    (weight) => tf.transpose(weight, [2, 3, 1, 0]),
  );
  const filter =
    affine === null ? transposed : derive(transposed, (weight) => tf.mul(weight, affine.scale));

  const fused: FusedConv2d = {
    x,
    filter,
    ...(bias === null ? {} : { bias: tf.tensor1d(bias) }),
    strides: [op.stride[0], op.stride[1]],
    pad: explicitPadding(op.padding),
    dilations: isSpread ? [1, 1] : [op.dilation[0], op.dilation[1]],
    activation: folded.some(({ kind }) => kind === 'relu') ? 'relu' : 'linear',
  };
  return channelsLast(RUNS[run](fused, op, context));
};

type Run = (fused: FusedConv2d, op: Op<'conv2d'>, context: KernelContext) => tfjs.Tensor4D;

const RUNS: Readonly<Record<'dense' | GroupedRun, Run>> = {
  dense: (fused, _op, { tf }) => tf.fused.conv2d(fused),
  native: (fused, _op, { tf }) => groupedConv2d(tf, fused),
  depthwise,
  split,
};

/**
 * A depthwise convolution. The channels of a group are laid side by side like pixels, so that each group is
 * one channel: a filter as many times as wide, and a stride as many times as large, do what the group's do.
 */
function depthwise(
  { x, filter, strides: [down, across], ...fused }: FusedConv2d,
  { groups, padding }: Op<'conv2d'>,
  { tf, derive }: KernelContext,
): tfjs.Tensor4D {
  const [height, width, channels, outChannels] = filter.shape;
  const pad = explicitPadding([padding[0], padding[1] * channels]);
  return tf.fused.depthwiseConv2d({
    ...fused,
    x:
      channels === 1
        ? tf.pad(x, pad)
        : derive(sideBySide(x, channels, { tf, derive }), (rows) => tf.pad(rows, pad)),
    filter: tf.reshape(filter, [height, width * channels, groups, outChannels / groups]),
    strides: [down, across * channels],
    pad: 'valid',
  });
}

/** [N, H, W, groups * channels] → [N, H, W * channels, groups] */
function sideBySide(
  x: tfjs.Tensor4D,
  channels: number,
  { tf, derive }: Pick<KernelContext, 'tf' | 'derive'>,
): tfjs.Tensor4D {
  const [n, h, w, c] = x.shape;
  const groups = c / channels;
  const apart: tfjs.Tensor4D = tf.reshape(x, [n * h, w, groups, channels]);
  const pixels = derive(apart, (image) => tf.transpose(image, [0, 1, 3, 2]));
  return derive(pixels, (image) => tf.reshape(image, [n, h, w * channels, groups]));
}

/** One convolution for each group. */
function split(
  { x, filter, bias, ...fused }: FusedConv2d,
  { groups }: Op<'conv2d'>,
  { tf }: KernelContext,
): tfjs.Tensor4D {
  const filters = tf.split(filter, groups, 3);
  const biases = bias === undefined ? null : tf.split(bias, groups);
  const outputs = tf.split(x, groups, 3).flatMap((part, group) => {
    const [own, ownBias] = [filters[group], biases?.[group]];
    if (own === undefined) return [];
    return tf.fused.conv2d({
      ...fused,
      x: asImage(part),
      filter: asImage(own),
      ...(ownBias === undefined ? {} : { bias: ownBias }),
    });
  });
  return asImage(tf.concat(outputs, 3));
}

function explicitPadding([down, across]: Pair): FusedConv2d['pad'] {
  return [
    [0, 0],
    [down, down],
    [across, across],
    [0, 0],
  ];
}

function isBatchNorm(op: Op): op is Op<'batchNorm'> {
  return op.kind === 'batchNorm';
}

/**
 * A convolution's weights with their elements set apart, which does what a dilation does:
 * [out, in, kh, kw] → [out, in, (kh - 1) * dilation + 1, ...], with zeros between.
 */
export function dilateKernel(
  data: Float32Array,
  shape: Shape,
  dilation: Pair,
): { data: Float32Array; shape: Shape } {
  const [outChannels = 0, inChannels = 0, height = 1, width = 1] = shape;
  const [down, across] = dilation;
  const [newHeight, newWidth] = spreadSize(shape, dilation);
  const result = new Float32Array(outChannels * inChannels * newHeight * newWidth);
  data.forEach((value, index) => {
    const column = index % width;
    const row = Math.floor(index / width) % height;
    const plane = Math.floor(index / (width * height));
    result[(plane * newHeight + row * down) * newWidth + column * across] = value;
  });
  return { data: result, shape: [outChannels, inChannels, newHeight, newWidth] };
}
