import { describe, expect, it } from 'vitest';
import type { WeightSource } from '../../../src/engine/engine.js';
import { compilePlan, compileUpTo, namedStep } from '../../../src/engine/onnx/compile.js';
import { onnxruntime } from '../../../src/engine/onnx/onnxruntime.js';
import { type Plan, planPass } from '../../../src/engine/plan.js';
import type { Op } from '../../../src/ops/index.js';
import { BatchNorm2d, Conv2d, Linear, ReLU, Sequential } from '../../../src/nn/index.js';
import { record } from '../../../src/trace/recorder.js';
import { HandMadePass } from '../../support/recordings.js';

const CONV: Op<'conv2d'> = {
  kind: 'conv2d',
  weight: { shape: [4, 1, 3, 2] },
  bias: { shape: [4] },
  stride: [2, 1],
  padding: [1, 0],
  dilation: [1, 2],
  groups: 2,
};

/** A convolution, its ReLU, and the sum of both. */
function sumPlan(...outputs: number[]): Plan {
  const pass = new HandMadePass([[1, 2, 5, 5]]);
  const conv = pass.add(CONV, [0], [1, 4, 3, 3]);
  const relu = pass.add({ kind: 'relu' }, [conv], [1, 4, 3, 3]);
  const sum = pass.add({ kind: 'add' }, [conv, relu], [1, 4, 3, 3]);
  return planPass(pass.recording(...(outputs.length > 0 ? outputs : [sum])), []);
}

describe('a graph', () => {
  it('has a node for each step, and a shape for every value', () => {
    const { graph } = compilePlan(sumPlan());
    expect(graph.nodes).toEqual([
      {
        name: 'step0',
        operator: 'Conv',
        inputs: ['value0', 'step0.0', 'step0.1'],
        output: 'value1',
        attributes: {
          strides: { type: 'ints', value: [2, 1] },
          pads: { type: 'ints', value: [1, 0, 1, 0] },
          dilations: { type: 'ints', value: [1, 2] },
          group: { type: 'int', value: 2 },
        },
      },
      { name: 'step1', operator: 'Relu', inputs: ['value1'], output: 'value2', attributes: {} },
      {
        name: 'step2',
        operator: 'Add',
        inputs: ['value1', 'value2'],
        output: 'value3',
        attributes: {},
      },
    ]);
    expect(graph.inputs).toEqual([
      { name: 'value0', shape: [1, 2, 5, 5] },
      { name: 'step0.0', shape: [4, 1, 3, 2] },
      { name: 'step0.1', shape: [4] },
    ]);
    expect(graph.between).toEqual([
      { name: 'value1', shape: [1, 4, 3, 3] },
      { name: 'value2', shape: [1, 4, 3, 3] },
    ]);
    expect(graph.outputs).toEqual([{ name: 'value3', shape: [1, 4, 3, 3] }]);
  });

  it('has an output once, not the inputs, and its last value if it would have none', () => {
    const names = (...outputs: number[]): string[] =>
      compilePlan(sumPlan(...outputs)).graph.outputs.map(({ name }) => name);
    expect(names(1, 3, 1)).toEqual(['value1', 'value3']);
    expect(names(0, 2)).toEqual(['value2']);
    expect(names(0)).toEqual(['value3']);
  });

  it('reads a stored tensor that several operations share from one place', () => {
    const linear = new Linear(3, 3);
    const plan = planPass(record(new Sequential(linear, linear), [[2, 3]]), []);
    const { graph, weights } = compilePlan(plan);
    expect(graph.inputs.map(({ name }) => name)).toEqual(['value0', 'step0.0', 'step0.1']);
    expect(weights.length).toBe(2);
  });

  it('has a folded BatchNorm as the weight and bias of its convolution', () => {
    const norm = new BatchNorm2d(2, { eps: 0 });
    const conv = new Conv2d(1, 2, { kernelSize: 1 });
    const model = new Sequential(conv, norm, new ReLU());
    const plan = planPass(record(model, [[1, 1, 1, 1]]), onnxruntime.folds);
    const { graph, weights } = compilePlan(plan);
    expect(graph.nodes.map(({ operator }) => operator)).toEqual(['Conv', 'Relu']);
    const [made, ...others] = weights;
    expect(others).toEqual([]);
    const numbers: Readonly<Record<string, number[]>> = {
      '0.weight': [3, 5],
      '0.bias': [7, 9],
      '1.weight': [2, 8],
      '1.bias': [10, 20],
      '1.running_mean': [1, 2],
      '1.running_var': [4, 16],
    };
    const named = new Map<object, string>(
      model.stateDict().map(([name, stored]) => [stored, name]),
    );
    const source: WeightSource = {
      fill(stored, target) {
        target.set(numbers[named.get(stored) ?? ''] ?? []);
      },
    };
    const targets = [new Float32Array(2), new Float32Array(2)];
    made?.fill(source, targets);
    // (w x + b - mean) / sqrt(var) * weight + bias: scales of 1 and 2.
    expect(targets.map((target) => [...target])).toEqual([
      [3, 10],
      [7 - 1 + 10, 2 * (9 - 2) + 20],
    ]);
  });

  it('up to a step leaves the shape of its value to the runtime', () => {
    const { nodes, outputs } = compileUpTo(sumPlan(), 1);
    expect(nodes.map(({ name }) => name)).toEqual(['step0', 'step1']);
    expect(outputs).toEqual([{ name: 'value2', shape: null }]);
  });
});

describe('the step that a text of the runtime names', () => {
  it.each([
    ['Node:step12 Output:value13 [ShapeInferenceError]', 12],
    ["running Conv node. Name:'step0' Status Message: no memory", 0],
    ['step3.1', 3],
    ['step4/MatMulAddFusion', 4],
    ['no such thing', null],
    ['misstep4', null],
  ])('in %j is %s', (text, step) => {
    expect(namedStep(text)).toBe(step);
  });
});
