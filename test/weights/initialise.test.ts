import { describe, expect, it } from 'vitest';
import { elementCount } from '../../src/engine/shape.js';
import { BatchNorm2d, constant, Conv2d, Linear, Module, Parameter } from '../../src/nn/index.js';
import { initialWeights, randomInput } from '../../src/weights/initialise.js';

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
    const data = weights(stored);
    expect(data).toHaveLength(elementCount(stored.shape));
    const { mean, largest } = spread(data);
    expect(largest).toBeLessThanOrEqual(bound);
    expect(largest).toBeGreaterThan(0.8 * bound);
    // Three standard errors of the mean of a uniform distribution.
    expect(Math.abs(mean)).toBeLessThan((3 * bound) / Math.sqrt(3 * data.length));
  });

  it('gives biases the bound of their weights', () => {
    if (model.linear.bias === null) throw new Error('the layer has a bias');
    const { largest } = spread(weights(model.linear.bias));
    expect(largest).toBeLessThanOrEqual(0.1);
    expect(largest).toBeGreaterThan(0.05);
  });

  it('makes a BatchNorm the identity', () => {
    expect([...weights(model.bn.weight)]).toEqual(Array(16).fill(1));
    expect([...weights(model.bn.bias)]).toEqual(Array(16).fill(0));
    expect([...weights(model.bn.running_mean)]).toEqual(Array(16).fill(0));
    expect([...weights(model.bn.running_var)]).toEqual(Array(16).fill(1));
  });

  it('is the same for the same seed, and another for another or for another tensor', () => {
    const first = [...weights(model.conv.weight)];
    expect([...weights(model.conv.weight)]).toEqual(first);
    expect([...weights(model.again.weight)]).not.toEqual(first);
    expect([...initialWeights(model, 1)(model.conv.weight)]).not.toEqual(first);
  });

  it('gives every tensor a stream of its own where one stands in two places', () => {
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
    expect([...source(other)]).not.toEqual([...source(shared)]);
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
});
