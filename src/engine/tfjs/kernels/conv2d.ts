import type * as tfjs from '@tensorflow/tfjs-core';
import type { Op } from '../../../ops/index.js';
import type { Pair } from '../../../ops/operation.js';
import type { Shape } from '../../../ops/shape.js';
import { affineOf } from '../../affine.js';
import { asImage, channelsLast, toChannelsLast } from '../layout.js';
import { type Kernel, only } from './kernel.js';

type Padding = tfjs.backend_util.ExplicitPadding;

interface ConvOptions {
  readonly strides: [number, number];
  readonly dilations: number | [number, number];
  readonly activation: 'relu' | 'linear';
}

/**
 * A convolution with the BatchNorm and ReLU that are folded into it. TensorFlow.js has no groups: each
 * group is cut out, convolved and put back, unless every channel is a group of its own.
 */
export const conv2d: Kernel<'conv2d'> = (op, inputs, { tf, folded, weights, derive }) => {
  const x = toChannelsLast(tf, only(inputs));
  const [outChannels = 0, channelsPerGroup = 0] = op.weight.shape;
  const batchNorm = folded.find(isBatchNorm);
  const affine = batchNorm === undefined ? null : affineOf(batchNorm, weights);
  const own = op.bias === null ? null : weights(op.bias);
  const bias =
    affine === null
      ? own
      : affine.shift.map((shift, c) => shift + (own?.[c] ?? 0) * (affine.scale[c] ?? 1));

  // TensorFlow.js refuses stride and dilation together; a kernel with gaps does the same.
  const spread = Math.max(...op.stride) > 1 && Math.max(...op.dilation) > 1;
  const stored = { data: weights(op.weight), shape: op.weight.shape };
  const { data, shape } = spread ? dilateKernel(stored.data, stored.shape, op.dilation) : stored;
  const [, , height = 1, width = 1] = shape;
  // [out, in, kh, kw] → [kh, kw, in, out]; there a scale for each output channel broadcasts.
  const transposed = derive(
    tf.tensor4d(data, [outChannels, channelsPerGroup, height, width]),
    (weight) => tf.transpose(weight, [2, 3, 1, 0]),
  );
  const filter =
    affine === null ? transposed : derive(transposed, (weight) => tf.mul(weight, affine.scale));

  const [down, across] = op.padding;
  const pad: Padding = [
    [0, 0],
    [down, down],
    [across, across],
    [0, 0],
  ];
  const common: ConvOptions = {
    strides: [op.stride[0], op.stride[1]],
    dilations: spread ? 1 : [op.dilation[0], op.dilation[1]],
    activation: folded.some(({ kind }) => kind === 'relu') ? 'relu' : 'linear',
  };
  const biasOf = (from: number, to: number): { bias?: tfjs.Tensor1D } =>
    bias === null ? {} : { bias: tf.tensor1d(bias.subarray(from, to)) };

  const { groups } = op;
  if (groups === 1) {
    return channelsLast(
      tf.fused.conv2d<tfjs.Tensor4D>({ x, filter, ...common, pad, ...biasOf(0, outChannels) }),
    );
  }
  if (channelsPerGroup === 1) {
    return channelsLast(
      tf.fused.depthwiseConv2d<tfjs.Tensor4D>({
        x: tf.pad(x, pad),
        filter: tf.reshape<tfjs.Rank.R4>(filter, [height, width, groups, outChannels / groups]),
        ...common,
        pad: 'valid',
        ...biasOf(0, outChannels),
      }),
    );
  }
  const filters = tf.split(filter, groups, 3);
  const outputs = tf.split(x, groups, 3).flatMap((input, group) => {
    const groupFilter = filters[group];
    if (groupFilter === undefined) return [];
    const from = (group * outChannels) / groups;
    return tf.fused.conv2d({
      x: asImage(input),
      filter: asImage(groupFilter),
      ...common,
      pad,
      ...biasOf(from, from + outChannels / groups),
    });
  });
  return channelsLast(tf.concat(outputs, 3));
};

function isBatchNorm(op: Op): op is Op<'batchNorm'> {
  return op.kind === 'batchNorm';
}

/**
 * A convolution's weights with their elements set apart, which does what a dilation does:
 * [out, in, kh, kw] → [out, in, (kh - 1) * dilation + 1, ...], with zeros between.
 */
export function dilateKernel(
  data: Float32Array,
  [outChannels = 0, inChannels = 0, height = 1, width = 1]: Shape,
  [down, across]: Pair,
): { data: Float32Array; shape: Shape } {
  const newHeight = (height - 1) * down + 1;
  const newWidth = (width - 1) * across + 1;
  const result = new Float32Array(outChannels * inChannels * newHeight * newWidth);
  data.forEach((value, index) => {
    const column = index % width;
    const row = Math.floor(index / width) % height;
    const plane = Math.floor(index / (width * height));
    result[(plane * newHeight + row * down) * newWidth + column * across] = value;
  });
  return { data: result, shape: [outChannels, inChannels, newHeight, newWidth] };
}
