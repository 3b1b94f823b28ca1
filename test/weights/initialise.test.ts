import { describe, expect, it } from 'vitest';
import type { WeightSource } from '../../src/engine/engine.js';
import { BatchNorm2d, constant, Conv2d, Linear, Module, Parameter } from '../../src/nn/index.js';
import type { StoredTensor } from '../../src/ops/operation.js';
import { elementCount } from '../../src/ops/shape.js';
import { initialWeights, randomInput } from '../../src/weights/initialise.js';
import { thrownBy } from '../support/errors.js';

class Model extends Module {
  readonly conv = new Conv2d(8, 16, { kernelSize: 3 });
  readonly again = new Conv2d(8, 16, { kernelSize: 3 });
  readonly grouped = new Conv2d(8, 16, { kernelSize: 1, groups: 4 });
  readonly bn = new BatchNorm2d(16);
  readonly linear = new Linear(100, 30);

  override forward(): never {
    throw new Error('never run');
  }
}

/** The numbers of a tensor. */
function numbersOf(source: WeightSource, stored: StoredTensor): Float32Array {
  // What was in the engine's memory before must not show.
  const target = new Float32Array(elementCount(stored.shape)).fill(NaN);
  source.fill(stored, target);
  return target;
}

/** Mean, and the largest distance from zero. */
function spread(data: Float32Array): { mean: number; largest: number } {
  return {
    mean: data.reduce((sum, value) => sum + value, 0) / data.length,
    largest: data.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  };
}

describe("PyTorch's default initialisation", () => {
  const model = new Model();
  const weights = initialWeights(model, 0);

  // torch: uniform in ±1 / sqrt(fan_in), for weights and biases; fan_in = in / groups * kh * kw.
  it.each([
    ['a convolution', model.conv.weight, 1 / Math.sqrt(72)],
    ["a grouped convolution's", model.grouped.weight, 1 / Math.sqrt(2)],
    ['a linear layer', model.linear.weight, 0.1],
  ])('is uniform within the bound of %s', (_what, stored, bound) => {
    const data = numbersOf(weights, stored);
    const { mean, largest } = spread(data);
    expect(largest).toBeLessThanOrEqual(bound);
    expect(largest).toBeGreaterThan(0.8 * bound);
    // Three standard errors of the mean of a uniform distribution.
    expect(Math.abs(mean)).toBeLessThan((3 * bound) / Math.sqrt(3 * data.length));
  });

  it('gives biases the bound of their weights', () => {
    if (model.linear.bias === null) throw new Error('the layer has a bias');
    const { largest } = spread(numbersOf(weights, model.linear.bias));
    expect(largest).toBeLessThanOrEqual(0.1);
    expect(largest).toBeGreaterThan(0.05);
  });

  it('makes a BatchNorm the identity', () => {
    expect([...numbersOf(weights, model.bn.weight)]).toEqual(Array(16).fill(1));
    expect([...numbersOf(weights, model.bn.bias)]).toEqual(Array(16).fill(0));
    expect([...numbersOf(weights, model.bn.running_mean)]).toEqual(Array(16).fill(0));
    expect([...numbersOf(weights, model.bn.running_var)]).toEqual(Array(16).fill(1));
  });

  it('is the same for the same seed, and another for another or for another tensor', () => {
    const first = [...numbersOf(weights, model.conv.weight)];
    expect([...numbersOf(weights, model.conv.weight)]).toEqual(first);
    expect([...numbersOf(weights, model.again.weight)]).not.toEqual(first);
    expect([...numbersOf(initialWeights(model, 1), model.conv.weight)]).not.toEqual(first);
  });

  it('gives every tensor a stream of its own, even if one stands in two places', () => {
    const shared = new Parameter([20], { kind: 'uniform', bound: 1 });
    const other = new Parameter([20], { kind: 'uniform', bound: 1 });
    class Leaf extends Module {
      constructor(readonly weight: Parameter) {
        super();
      }
      override forward(): never {
        throw new Error('never run');
      }
    }
    class Sharing extends Module {
      readonly a = new Leaf(shared);
      readonly b = new Leaf(shared);
      readonly c = new Leaf(other);
      readonly d = new Leaf(new Parameter([1], constant(2)));
      override forward(): never {
        throw new Error('never run');
      }
    }
    const source = initialWeights(new Sharing(), 0);
    expect([...numbersOf(source, other)]).not.toEqual([...numbersOf(source, shared)]);
  });
});

it('has no numbers for what is not of the model', () => {
  const stranger = new Parameter([2], constant(1));
  const weights = initialWeights(new Model(), 0);
  expect(thrownBy(() => numbersOf(weights, stranger))).toMatchObject({
    name: 'ModelError',
    message: 'the pass reads a parameter or buffer of [2] that the model does not hold',
  });
});

describe('the random input', () => {
  it('is uniform in [0, 1), as torch.rand', () => {
    const input = randomInput([2, 3, 40, 40], 0);
    expect(input).toHaveLength(9600);
    expect(Math.min(...input)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...input)).toBeLessThanOrEqual(1);
    expect(Math.max(...input)).toBeGreaterThan(0.99);
    // Three standard errors: 3 / sqrt(12 * 9600).
    expect(Math.abs(spread(input).mean - 0.5)).toBeLessThan(0.0089);
  });

  it('is another with another seed', () => {
    expect([...randomInput([4], 0)]).toEqual([...randomInput([4], 0)]);
    expect([...randomInput([4], 0)]).not.toEqual([...randomInput([4], 1)]);
  });

  it('is another for each input, and none is what the weights are', () => {
    const first = [...randomInput([4], 0)];
    expect([...randomInput([4], 0, 0)]).toEqual(first);
    expect([...randomInput([4], 0, 1)]).not.toEqual(first);
    expect([...randomInput([4], 0, 2)]).not.toEqual([...randomInput([4], 0, 1)]);
    const unit = new Parameter([4], { kind: 'uniform', bound: 0.5 });
    class Holder extends Module {
      readonly weight = unit;
      override forward(): never {
        throw new Error('never run');
      }
    }
    const weights = [...numbersOf(initialWeights(new Holder(), 0), unit)];
    expect(first.map((value) => value - 0.5)).not.toEqual(weights);
  });
});
