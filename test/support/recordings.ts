import type { WeightSource } from '../../src/engine/engine.js';
import type { Op } from '../../src/ops/index.js';
import type { StoredTensor } from '../../src/ops/operation.js';
import type { Shape } from '../../src/ops/shape.js';
import type { RecordedOp, Recording } from '../../src/trace/recording.js';
import type { FixtureTensor, OpCase } from './fixtures.js';

/** Operations written down by hand: a pass without a model, so that no recorder has to be right. */
export class HandMadePass {
  readonly #inputShapes: readonly Shape[];
  readonly #operations: RecordedOp[] = [];
  /** The shape of every value. */
  readonly #shapes: Shape[];

  constructor(inputShapes: readonly Shape[]) {
    this.#inputShapes = inputShapes;
    this.#shapes = [...inputShapes];
  }

  /**
   * Adds an operation.
   * @returns the value that it makes
   */
  add(op: Op, inputs: readonly number[], outputShape: Shape): number {
    const inputShapes = inputs.map((value) => this.#shapes[value] ?? []);
    this.#operations.push({ op, inputs, inputShapes, outputShape });
    return this.#shapes.push(outputShape) - 1;
  }

  recording(...outputs: number[]): Recording {
    return {
      nodes: [],
      inputShapes: this.#inputShapes,
      operations: this.#operations,
      calls: [],
      outputs,
    };
  }
}

/**
 * A convolution of 1x1 that changes nothing.
 * @returns what {@link fixtureWeights} has the numbers of
 */
function identityConv(channels: number): Op<'conv2d'> {
  const data = Array.from({ length: channels * channels }, (_, index) =>
    index % (channels + 1) === 0 ? 1 : 0,
  );
  const weight: FixtureTensor = { shape: [channels, channels, 1, 1], data };
  return {
    kind: 'conv2d',
    weight,
    bias: null,
    stride: [1, 1],
    padding: [0, 0],
    dilation: [1, 1],
    groups: 1,
  };
}

/** What an input of four axes goes through before it reaches the operation, which changes no number. */
export type Detour = 'none' | 'conv2d' | 'reshape';

/**
 * The recording of a fixture's operation, and of those that may be folded into it.
 * @param detours one for each input, by its index from 0
 */
export function recordingOf(
  { op, folded, inputs, output }: OpCase,
  detourOf: (index: number) => Detour = () => 'none',
): Recording {
  const detours = inputs.map(({ shape }, index) => (shape.length === 4 ? detourOf(index) : 'none'));
  const pass = new HandMadePass(
    inputs.map(({ shape, data }, index) => (detours[index] === 'reshape' ? [data.length] : shape)),
  );
  const values = inputs.map(({ shape }, index) => {
    const detour = detours[index];
    if (detour === 'conv2d') return pass.add(identityConv(shape[1] ?? 0), [index], shape);
    return detour === 'reshape' ? pass.add({ kind: 'reshape', shape }, [index], shape) : index;
  });
  // What can be folded leaves the shape as it is.
  const last = folded.reduce<number>(
    (value, next) => pass.add(next, [value], output.shape),
    pass.add(op, values, output.shape),
  );
  return pass.recording(last);
}

/** The numbers that a fixture has beside a stored tensor's shape. */
export const fixtureWeights: WeightSource = {
  fill(stored, target) {
    const isFixture = (tensor: StoredTensor): tensor is FixtureTensor => 'data' in tensor;
    if (!isFixture(stored)) throw new Error('the fixture has no numbers for this tensor');
    target.set(stored.data);
  },
};

/** For passes that read no parameter and no buffer. */
export const noWeights: WeightSource = {
  fill() {
    throw new Error('nothing here has weights');
  },
};
