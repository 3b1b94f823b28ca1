import { describe, expect, it } from 'vitest';
import {
  BatchNorm2d,
  constant,
  Conv2d,
  Module,
  Parameter,
  ReLU,
  Sequential,
} from '../../src/nn/index.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import {
  formatPlace,
  isWeightOrBiasName,
  parametersBelow,
  readTree,
} from '../../src/trace/tree.js';

class Model extends Module {
  readonly conv = new Conv2d(3, 4, { kernelSize: 3 });
  readonly body = new Sequential(new BatchNorm2d(4), new ReLU());
  readonly unused = new ReLU();

  override forward(x: Tensor): Tensor {
    return this.body.call(this.conv.call(x));
  }
}

describe('a tree', () => {
  const { nodes } = readTree(new Model());

  it('has every place, depth first', () => {
    expect(
      nodes.map(({ path, type, name, depth, parent }) => [path, type, name, depth, parent]),
    ).toEqual([
      ['', 'Model', 'Model', 0, -1],
      ['conv', 'Conv2d', 'conv', 1, 0],
      ['body', 'Sequential', 'body', 1, 0],
      ['body.0', 'BatchNorm2d', '0', 2, 2],
      ['body.1', 'ReLU', '1', 2, 2],
      ['unused', 'ReLU', 'unused', 1, 0],
    ]);
  });

  it('is plain values without cycles', () => {
    expect(JSON.parse(JSON.stringify(nodes))).toEqual(nodes);
  });

  it('has the kernel size and groups of a convolution', () => {
    expect(nodes[1]).toMatchObject({ kernelSize: [3, 3], groups: 1 });
    expect(nodes[2]).toMatchObject({ kernelSize: null, groups: null });
  });

  it('counts the parameters at and under each place', () => {
    // conv: 4 x 3 x 3 x 3 + 4; BatchNorm: 4 + 4.
    expect(nodes.map(({ params }) => params)).toEqual([120, 112, 8, 8, 0, 0]);
  });

  it('names the parameters from a place on', () => {
    const [model, , body] = nodes;
    if (model === undefined || body === undefined) throw new Error('the tree is too small');
    expect(parametersBelow(nodes, model).map(({ name }) => name)).toEqual([
      'conv.weight',
      'conv.bias',
      'body.0.weight',
      'body.0.bias',
    ]);
    expect(parametersBelow(nodes, body).map(({ name, params }) => [name, params])).toEqual([
      ['0.weight', 4],
      ['0.bias', 4],
    ]);
  });

  it('gives a module that stands in two places one id', () => {
    const shared = new ReLU();
    const tree = readTree(new Sequential(shared, new Sequential(shared), new ReLU()));
    expect(tree.nodes.map(({ path, moduleId }) => [path, moduleId])).toEqual([
      ['', 0],
      ['0', 1],
      ['1', 2],
      ['1.0', 1],
      ['2', 3],
    ]);
    expect(tree.ids.get(shared)).toBe(1);
  });

  it('counts a parameter that is shared once, wherever it is looked at from', () => {
    const shared = new Parameter([5], constant(0));
    class Leaf extends Module {
      readonly weight = shared;
      readonly gamma = new Parameter([2], constant(0));

      override forward(x: Tensor): Tensor {
        return x;
      }
    }
    const { nodes: shares } = readTree(
      new Sequential(new Sequential(new Leaf(), new Leaf()), new Leaf()),
    );
    expect(shares.map(({ path, params }) => [path, params])).toEqual([
      ['', 11],
      ['0', 9],
      ['0.0', 7],
      ['0.1', 7],
      ['1', 7],
    ]);
    const [root] = shares;
    if (root === undefined) throw new Error('there is a root');
    expect(parametersBelow(shares, root).map(({ name }) => name)).toEqual([
      '0.0.weight',
      '0.0.gamma',
      '0.1.gamma',
      '1.gamma',
    ]);
  });

  it('counts what trains apart', () => {
    const frozen = new Conv2d(2, 3, { kernelSize: 1 });
    frozen.weight.requiresGrad = false;
    const { nodes: partly } = readTree(new Sequential(frozen, new BatchNorm2d(3)));
    expect(partly.map(({ params, trainableParams }) => [params, trainableParams])).toEqual([
      [15, 9],
      [9, 3],
      [6, 6],
    ]);
  });

  it('knows a leaf by having nothing but empty containers below', () => {
    class Holder extends Module {
      readonly one: Module;
      readonly other: Module;

      constructor(one: Module, other: Module) {
        super();
        this.one = one;
        this.other = other;
      }

      override forward(x: Tensor): Tensor {
        return x;
      }
    }
    const empty = (): Module => new Sequential();
    const leaf = new Holder(empty(), empty());
    const { nodes: holders } = readTree(new Holder(leaf, new Sequential(empty())));
    expect(holders.map(({ path, isLeaf, hasChildren }) => [path, isLeaf, hasChildren])).toEqual([
      // A leaf itself does not count as an empty container, though it is no more than one.
      ['', false, true],
      ['one', true, true],
      ['one.one', true, false],
      ['one.other', true, false],
      ['other', true, true],
      ['other.0', true, false],
    ]);
  });
});

describe('a place in words', () => {
  it('is the path and the class, and the class alone for the model', () => {
    expect(formatPlace({ path: 'layer2.0.conv1', type: 'Conv2d' })).toBe('layer2.0.conv1 (Conv2d)');
    expect(formatPlace({ path: '', type: 'SE_ResNet' })).toBe('SE_ResNet');
  });
});

describe('a name that torchinfo counts multiply-adds for', () => {
  it.each([
    ['weight', true],
    ['bias', true],
    ['in_proj_weight', true],
    ['bias_hh_l0', true],
    ['gamma', false],
    ['Weight', false],
  ])('%s: %s', (name, isCounted) => {
    expect(isWeightOrBiasName(name)).toBe(isCounted);
  });
});
