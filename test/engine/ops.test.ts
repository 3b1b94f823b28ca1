import { describe, expect, it } from 'vitest';
import type { StoredTensor } from '../../src/engine/ops.js';
import type { Kernel } from '../../src/engine/plan.js';
import type { Shape } from '../../src/engine/shape.js';
import { outputShape } from '../../src/engine/shapes.js';
import { expectClose } from '../support/closeness.js';
import { describeEngines } from '../support/engines.js';
import { type FixtureTensor, readJson } from '../support/fixtures.js';

/** Of the largest |value|. */
const TOLERANCE = 1e-5;

const CASES = readJson('ops.json');

/** The numbers that the fixture has beside a stored tensor's shape. */
function fixtureNumbers(stored: StoredTensor): Float32Array {
  const isFixture = (tensor: StoredTensor): tensor is FixtureTensor => 'data' in tensor;
  if (!isFixture(stored)) throw new Error('the fixture has no numbers for this tensor');
  return Float32Array.from(stored.data);
}

/** The output shape of a kernel, operation by operation. */
function shapeOf(kernel: Kernel, inputs: readonly Shape[]): Shape {
  if (kernel.kind !== 'foldedConv2d') return outputShape(kernel, inputs);
  const convolved = outputShape(kernel.conv, inputs);
  return kernel.batchNorm === null ? convolved : outputShape(kernel.batchNorm, [convolved]);
}

it('covers every kind of kernel', () => {
  expect(new Set(CASES.map(({ kernel }) => kernel.kind))).toEqual(
    new Set<Kernel['kind']>([
      'conv2d',
      'foldedConv2d',
      'batchNorm',
      'linear',
      'relu',
      'sigmoid',
      'add',
      'mul',
      'adaptiveAvgPool2d',
      'flatten',
    ]),
  );
});

describe("meta: PyTorch's output shapes", () => {
  it.each(CASES)('$name', ({ kernel, inputs, output }) => {
    const inputShapes = inputs.map(({ shape }) => shape);
    expect(shapeOf(kernel, inputShapes)).toEqual(output.shape);
  });
});

describeEngines("PyTorch's outputs", (_engine, backend) => {
  it.each(CASES)('$name', ({ kernel, inputs, output }) => {
    const values = inputs.map(({ data, shape }) => backend().write(Float32Array.from(data), shape));
    const result = backend().run(kernel, values, fixtureNumbers);
    expect(backend().shapeOf(result)).toEqual(output.shape);
    expectClose(backend().read(result), output.data, TOLERANCE);
    for (const value of [...values, result]) backend().free(value);
  });
});
