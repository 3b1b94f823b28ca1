import type * as tfjs from '@tensorflow/tfjs-core';
import { EngineError } from '../errors.js';
import { affineOf } from './batch-norm.js';
import type { Backend, Handle, WeightSource } from './engine.js';
import { dilateKernel, toChannelsFirst } from './layout.js';
import type { AdaptiveAvgPool2dOp, LinearOp } from './ops.js';
import type { FoldedConv2d, Kernel } from './plan.js';
import type { Shape } from './shape.js';

/** TensorFlow.js with a backend in it: tfjs-core after a backend has registered, or tfjs-node. */
export type TensorFlow = typeof tfjs;

type Padding = tfjs.backend_util.ExplicitPadding;

interface ConvOptions {
  readonly strides: [number, number];
  readonly dilations: number | [number, number];
  readonly activation: 'relu' | 'linear';
}

export interface TfjsBackendOptions {
  readonly name: string;
  readonly threads: number;
}

/**
 * Makes a backend the one that computes.
 * @throws EngineError where it does not start: TensorFlow.js goes on with another one, in silence
 */
export async function useBackend(tf: TensorFlow, name: string): Promise<void> {
  await tf.setBackend(name);
  if (tf.getBackend() !== name) throw new EngineError(`The ${name} engine did not start.`);
}

/**
 * Runs kernels on a TensorFlow.js namespace that it is given. Images lie in memory as NHWC, the only
 * order that TensorFlow.js' CPU kernels take; nothing outside this file knows.
 */
export class TfjsBackend implements Backend {
  readonly name: string;
  readonly threads: number;
  readonly #tf: TensorFlow;
  readonly #bytesBefore: number;
  #peakBytes = 0;

  constructor(tf: TensorFlow, options: TfjsBackendOptions) {
    this.#tf = tf;
    this.name = options.name;
    this.threads = options.threads;
    this.#bytesBefore = tf.memory().numBytes;
  }

  write(data: Float32Array, shape: Shape): Handle {
    const tensor = this.#tf.tensor(data, [...shape]);
    if (shape.length !== 4) return this.#measured(tensor);
    const image = this.#tf.transpose(tensor, [0, 2, 3, 1]);
    tensor.dispose();
    return this.#measured(image);
  }

  read(value: Handle): Float32Array {
    const tensor = this.#tensor(value);
    const inOrder = tensor.rank === 4 ? this.#tf.transpose(tensor, [0, 3, 1, 2]) : tensor;
    const data = Float32Array.from(inOrder.dataSync());
    if (inOrder !== tensor) inOrder.dispose();
    return data;
  }

  shapeOf(value: Handle): Shape {
    return toChannelsFirst(this.#tensor(value).shape);
  }

  free(value: Handle): void {
    this.#tensor(value).dispose();
  }

  takePeakBytes(): number {
    const peak = this.#peakBytes;
    this.#peakBytes = 0;
    return peak;
  }

  run(kernel: Kernel, inputs: readonly Handle[], weights: WeightSource): Handle {
    // TensorFlow.js has one backend at a time in a process, whoever chose it.
    if (this.#tf.getBackend() !== this.name) {
      throw new Error(
        `${this.name} was asked to compute after ${this.#tf.getBackend()} had started`,
      );
    }
    const tensors = inputs.map((input) => this.#tensor(input));
    return this.#tf.tidy(() => this.#measured(this.#compute(kernel, tensors, weights)));
  }

  #compute(kernel: Kernel, inputs: tfjs.Tensor[], weights: WeightSource): tfjs.Tensor {
    const tf = this.#tf;
    const [x, y] = inputs;
    if (x === undefined) throw new Error(`${kernel.kind} was run without an input`);
    switch (kernel.kind) {
      case 'conv2d':
        return this.#conv2d(
          { kind: 'foldedConv2d', conv: kernel, batchNorm: null, relu: false },
          image(x),
          weights,
        );
      case 'foldedConv2d':
        return this.#conv2d(kernel, image(x), weights);
      case 'batchNorm': {
        const stored = (name: 'weight' | 'bias'): tfjs.Tensor1D | undefined => {
          const tensor = kernel[name];
          return tensor === null ? undefined : tf.tensor1d(weights(tensor));
        };
        return tf.batchNorm(
          image(x),
          tf.tensor1d(weights(kernel.runningMean)),
          tf.tensor1d(weights(kernel.runningVar)),
          stored('bias'),
          stored('weight'),
          kernel.eps,
        );
      }
      case 'linear':
        return this.#linear(kernel, x, weights);
      case 'adaptiveAvgPool2d':
        return this.#adaptiveAvgPool2d(kernel, image(x));
      case 'flatten':
        return this.#flatten(x, kernel.startDim);
      case 'relu':
        return tf.relu(x);
      case 'sigmoid':
        return tf.sigmoid(x);
      case 'add':
      case 'mul':
        return this.#broadcast(kernel.kind, x, y);
    }
  }

  /**
   * A convolution with what was folded into it. TensorFlow.js has no groups: each group is cut out,
   * convolved and put back, except where every channel is a group of its own.
   */
  #conv2d(kernel: FoldedConv2d, x: tfjs.Tensor4D, weights: WeightSource): tfjs.Tensor4D {
    const tf = this.#tf;
    const { conv, batchNorm, relu } = kernel;
    const [outChannels = 0, channelsPerGroup = 0] = conv.weight.shape;
    const affine = batchNorm === null ? null : affineOf(batchNorm, weights);
    const own = conv.bias === null ? null : weights(conv.bias);
    const bias =
      affine === null
        ? own
        : affine.shift.map((shift, c) => shift + (own?.[c] ?? 0) * (affine.scale[c] ?? 1));

    // TensorFlow.js refuses stride and dilation together; a kernel with gaps does the same.
    const spread = Math.max(...conv.stride) > 1 && Math.max(...conv.dilation) > 1;
    const stored = { data: weights(conv.weight), shape: conv.weight.shape };
    const { data, shape } = spread
      ? dilateKernel(stored.data, stored.shape, conv.dilation)
      : stored;
    const [, , height = 1, width = 1] = shape;
    // [out, in, kh, kw] → [kh, kw, in, out], where a scale for each output channel broadcasts.
    const turned = this.#replace(
      tf.tensor4d(data, [outChannels, channelsPerGroup, height, width]),
      (weight) => tf.transpose(weight, [2, 3, 1, 0]),
    );
    const filter =
      affine === null ? turned : this.#replace(turned, (weight) => tf.mul(weight, affine.scale));

    const [down, across] = conv.padding;
    const pad: Padding = [
      [0, 0],
      [down, down],
      [across, across],
      [0, 0],
    ];
    const common: ConvOptions = {
      strides: [conv.stride[0], conv.stride[1]],
      dilations: spread ? 1 : [conv.dilation[0], conv.dilation[1]],
      activation: relu ? 'relu' : 'linear',
    };
    const biasOf = (from: number, to: number): { bias?: tfjs.Tensor1D } =>
      bias === null ? {} : { bias: tf.tensor1d(bias.subarray(from, to)) };

    const { groups } = conv;
    if (groups === 1) {
      return tf.fused.conv2d<tfjs.Tensor4D>({
        x,
        filter,
        ...common,
        pad,
        ...biasOf(0, outChannels),
      });
    }
    if (channelsPerGroup === 1) {
      return tf.fused.depthwiseConv2d<tfjs.Tensor4D>({
        x: tf.pad(x, pad),
        filter: tf.reshape<tfjs.Rank.R4>(filter, [height, width, groups, outChannels / groups]),
        ...common,
        pad: 'valid',
        ...biasOf(0, outChannels),
      });
    }
    const filters = tf.split(filter, groups, 3);
    const outputs = tf.split(x, groups, 3).flatMap((input, group) => {
      const groupFilter = filters[group];
      if (groupFilter === undefined) return [];
      const from = (group * outChannels) / groups;
      return tf.fused.conv2d({
        x: image(input),
        filter: image(groupFilter),
        ...common,
        pad,
        ...biasOf(from, from + outChannels / groups),
      });
    });
    return tf.concat(outputs, 3);
  }

  #linear(op: LinearOp, x: tfjs.Tensor, weights: WeightSource): tfjs.Tensor {
    const tf = this.#tf;
    const [outFeatures = 0, inFeatures = 0] = op.weight.shape;
    const product = tf.matMul(
      tf.reshape<tfjs.Rank.R2>(x, [-1, inFeatures]),
      tf.tensor2d(weights(op.weight), [outFeatures, inFeatures]),
      false,
      true,
    );
    // Not fused: the WebAssembly kernel adds a fused bias once for every 48 inputs.
    return op.bias === null ? product : tf.add(product, tf.tensor1d(weights(op.bias)));
  }

  /**
   * torch's adaptive pooling: output row i averages the rows from floor(i * H / outputs) to
   * ceil((i + 1) * H / outputs), columns alike. Where the windows are all alike they are one pooling
   * kernel, which is faster than a mean over the axes.
   */
  #adaptiveAvgPool2d(op: AdaptiveAvgPool2dOp, x: tfjs.Tensor4D): tfjs.Tensor4D {
    const tf = this.#tf;
    const [, height, width] = x.shape;
    const [rows, columns] = op.outputSize;
    if (height % rows === 0 && width % columns === 0) {
      const window: [number, number] = [height / rows, width / columns];
      return tf.avgPool(x, window, window, 'valid');
    }
    const windows = (size: number, count: number): [start: number, length: number][] =>
      Array.from({ length: count }, (_, i) => {
        const start = Math.floor((i * size) / count);
        return [start, Math.ceil(((i + 1) * size) / count) - start];
      });
    const pooled = windows(height, rows).map(([top, h]) =>
      tf.concat(
        windows(width, columns).map(([left, w]) =>
          tf.mean<tfjs.Tensor4D>(tf.slice(x, [0, top, left, 0], [-1, h, w, -1]), [1, 2], true),
        ),
        2,
      ),
    );
    return tf.concat(pooled, 1);
  }

  /** torch flattens in NCHW order, so that an image with more than one pixel must turn round first. */
  #flatten(x: tfjs.Tensor, startDim: number): tfjs.Tensor {
    const tf = this.#tf;
    if (startDim >= x.rank - 1) return tf.clone(x);
    const [, height, width] = x.shape;
    const turned =
      x.rank === 4 && (height !== 1 || width !== 1) ? tf.transpose(x, [0, 3, 1, 2]) : x;
    const shape = toChannelsFirst(x.shape);
    return tf.reshape(turned, [...shape.slice(0, startDim), -1]);
  }

  /** Adds or multiplies, with the axes of a smaller rank matched from the last as torch does in NCHW. */
  #broadcast(kind: 'add' | 'mul', a: tfjs.Tensor, b: tfjs.Tensor | undefined): tfjs.Tensor {
    const tf = this.#tf;
    if (b === undefined) throw new Error(`${kind} was run with one input`);
    const rank = Math.max(a.rank, b.rank);
    const aligned = (tensor: tfjs.Tensor): tfjs.Tensor => {
      if (rank !== 4 || tensor.rank === 4) return tensor;
      const padded = [...Array<number>(4 - tensor.rank).fill(1), ...tensor.shape];
      return tf.transpose(tf.reshape(tensor, padded), [0, 2, 3, 1]);
    };
    return tf[kind](aligned(a), aligned(b));
  }

  #tensor(value: Handle): tfjs.Tensor {
    const isTensor = (handle: Handle): handle is tfjs.Tensor => handle instanceof this.#tf.Tensor;
    if (isTensor(value)) return value;
    throw new Error('a value of another backend was handed to this one');
  }

  /** Makes a tensor of another, which is freed at once rather than when the kernel has run. */
  #replace(tensor: tfjs.Tensor4D, make: (tensor: tfjs.Tensor4D) => tfjs.Tensor4D): tfjs.Tensor4D {
    const made = this.#measured(make(tensor));
    tensor.dispose();
    return made;
  }

  #measured<T extends tfjs.Tensor>(tensor: T): T {
    this.#peakBytes = Math.max(this.#peakBytes, this.#tf.memory().numBytes - this.#bytesBefore);
    return tensor;
  }
}

function image(x: tfjs.Tensor): tfjs.Tensor4D {
  if (isImage(x)) return x;
  throw new Error(`an image has four axes, but this tensor has ${String(x.rank)}`);
}

function isImage(x: tfjs.Tensor): x is tfjs.Tensor4D {
  return x.rank === 4;
}
