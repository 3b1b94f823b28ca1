import { linear } from '../../src/nn/functional.js';
import {
  AdaptiveAvgPool2d,
  AdaptiveMaxPool2d,
  AvgPool2d,
  BatchNorm2d,
  constant,
  Conv1d,
  Conv2d,
  Flatten,
  GroupNorm,
  Linear,
  MaxPool2d,
  Module,
  type AnyModule,
  Parameter,
  ReLU,
  Sequential,
  Sigmoid,
  Softmax,
} from '../../src/nn/index.js';
import { cat, type Output, type Tensor } from '../../src/tensor/tensor.js';

/*
 * The small odd modules of fixtures/scripts/make_odd.py, by the same class and field names and in the
 * same order; what each is for is told there.
 */

function weight(...shape: number[]): Parameter {
  return new Parameter(shape, constant(0));
}

/** torch's `requires_grad_(False)`. */
function freeze(module: Module): void {
  for (const [, parameter] of module.namedParameters()) parameter.requiresGrad = false;
}

// Containers

class NestedSequential extends Module {
  readonly body = new Sequential(
    new Sequential(new Linear(8, 16), new ReLU()),
    new Sequential(new Sequential(new Linear(16, 4))),
  );

  override forward(x: Tensor): Tensor {
    return this.body.call(x);
  }
}

class NestedSequentialDepth2 extends Module {
  readonly body = new Sequential(
    new Sequential(new Conv2d(3, 4, { kernelSize: 3 }), new BatchNorm2d(4), new ReLU()),
    new Sequential(new Sequential(new Conv2d(4, 5, { kernelSize: 1 }))),
  );

  override forward(x: Tensor): Tensor {
    return this.body.call(x);
  }
}

// Empty containers

class EmptySequential extends Module {
  readonly conv = new Conv2d(4, 4, { kernelSize: 3, padding: 1 });
  readonly shortcut = new Sequential();

  override forward(x: Tensor): Tensor {
    return this.conv.call(x).add(this.shortcut.call(x));
  }
}

class EmptyHolder extends Module {
  readonly nothing = new Sequential();

  override forward(x: Tensor): Tensor {
    return this.nothing.call(x);
  }
}

class EmptySequentialOnlyChild extends Module {
  readonly holder = new EmptyHolder();
  readonly fc = new Linear(5, 5);

  override forward(x: Tensor): Tensor {
    return this.fc.call(this.holder.call(x));
  }
}

class EmptyInSequential extends Module {
  readonly one = new Sequential(new Sequential());
  readonly two = new Sequential(new Sequential(new Sequential()), new Sequential());
  readonly fc = new Sequential(new Linear(5, 4), new Sequential());

  override forward(x: Tensor): Tensor {
    return this.fc.call(this.two.call(this.one.call(x)));
  }
}

class WeightAndEmpty extends Module {
  readonly #parameters: [name: string, parameter: Parameter][];
  readonly shortcut = new Sequential();

  constructor(...names: string[]) {
    super();
    this.#parameters = names.map((name) => [name, weight(5, 5)]);
  }

  override ownParameters(): [name: string, parameter: Parameter][] {
    return this.#parameters;
  }

  override forward(x: Tensor): Tensor {
    return this.shortcut.call(
      this.#parameters.reduce((value, [, parameter]) => linear(value, parameter), x),
    );
  }
}

class EmptyOnlyChildTwice extends Module {
  readonly scale = new WeightAndEmpty('weight', 'gamma');
  readonly fc = new Linear(5, 2);

  override forward(x: Tensor): Tensor {
    return this.fc.call(this.scale.call(this.scale.call(x)));
  }
}

class EmptyOnlyChildDepth1 extends Module {
  readonly scale = new WeightAndEmpty('weight');
  readonly body = new Sequential(
    new WeightAndEmpty('weight', 'bias'),
    new ReLU(),
    new WeightAndEmpty('gamma'),
  );

  override forward(x: Tensor): Tensor {
    return this.body.call(this.scale.call(this.body.call(x)));
  }
}

class EmptyFrozen extends Module {
  readonly frozen = new WeightAndEmpty('weight');
  readonly partly = new WeightAndEmpty('weight', 'gamma');
  readonly fc = new Linear(5, 3);

  constructor() {
    super();
    freeze(this.frozen);
    for (const [name, parameter] of this.partly.ownParameters()) {
      parameter.requiresGrad = name !== 'gamma';
    }
  }

  override forward(x: Tensor): Tensor {
    return this.fc.call(this.partly.call(this.frozen.call(x)));
  }
}

class EmptyRoot extends Module {
  readonly nothing = new Sequential();

  override forward(x: Tensor): Tensor {
    return this.nothing.call(x);
  }
}

class EmptyRootWithWeight extends Module {
  readonly weight = weight(3, 5);
  readonly nothing = new Sequential();
  readonly gamma = weight(7);

  override forward(x: Tensor): Tensor {
    return linear(this.nothing.call(x), this.weight);
  }
}

class EmptyRootNotCalled extends Module {
  readonly weight = weight(3, 5);
  readonly nothing = new Sequential();

  override forward(x: Tensor): Tensor {
    return linear(x, this.weight);
  }
}

class EmptyRootNested extends Module {
  readonly bias = weight(3);
  readonly body = new Sequential(new Sequential(), new Sequential());

  override forward(x: Tensor): Tensor {
    return this.body.call(x);
  }
}

class ThreeEmpty extends Module {
  readonly first = new Sequential();
  readonly unused = new Sequential();
  readonly last = new Sequential();
  readonly weight = weight(4, 5);

  override forward(x: Tensor): Tensor {
    return linear(this.last.call(this.first.call(this.last.call(x))), this.weight);
  }
}

class EmptySeveral extends Module {
  readonly three = new ThreeEmpty();
  readonly between = new Sequential();
  readonly fc = new Linear(4, 4);

  override forward(x: Tensor): Tensor {
    return this.fc.call(this.between.call(this.three.call(x)));
  }
}

class EmptyNotCalled extends Module {
  readonly fc = new Linear(5, 4);
  readonly nothing = new Sequential();
  readonly holder = new WeightAndEmpty('weight');
  readonly act = new ReLU();

  override forward(x: Tensor): Tensor {
    return this.act.call(this.fc.call(x));
  }
}

class WeightAndUncalled extends Module {
  readonly weight = weight(5, 5);
  readonly nothing = new Sequential();

  override forward(x: Tensor): Tensor {
    return linear(x, this.weight);
  }
}

class EmptyNotCalledInside extends Module {
  readonly one = new WeightAndUncalled();
  readonly fc = new Linear(5, 4);
  readonly body = new Sequential(new WeightAndUncalled(), new ReLU());

  override forward(x: Tensor): Tensor {
    return this.fc.call(this.body.call(this.one.call(x)));
  }
}

class EmptyAndReLU extends Module {
  readonly weight = weight(5, 5);
  readonly shortcut = new Sequential();
  readonly act = new ReLU();

  override forward(x: Tensor): Tensor {
    return this.act.call(linear(x, this.weight).add(this.shortcut.call(x)));
  }
}

class EmptyBesideReLU extends Module {
  readonly container = new EmptyAndReLU();
  readonly leaf = new WeightAndEmpty('weight');

  override forward(x: Tensor): Tensor {
    return this.leaf.call(this.container.call(this.container.call(x)));
  }
}

class ConvAndEmpty extends Module {
  readonly weight = weight(4, 4);
  readonly inner = new EmptyHolder();
  readonly shortcut = new Sequential();

  override forward(x: Tensor): Tensor {
    return this.shortcut.call(linear(this.inner.call(x), this.weight));
  }
}

class EmptyHolderInside extends Module {
  readonly conv = new ConvAndEmpty();
  readonly shared = new EmptyHolder();
  readonly fc = new Linear(4, 2);

  override forward(x: Tensor): Tensor {
    return this.fc.call(this.shared.call(this.conv.call(this.shared.call(x))));
  }
}

class EmptyShared extends Module {
  readonly nothing = new Sequential();
  readonly again = this.nothing;
  readonly body = new Sequential(this.nothing, new Linear(5, 5));
  readonly only = new Sequential(this.nothing);

  override forward(x: Tensor): Tensor {
    return this.only.call(this.body.call(this.again.call(this.nothing.call(x))));
  }
}

// Parameters

class DirectParameter extends Module {
  readonly scale = weight(6);
  readonly fc = new Linear(6, 3);

  override forward(x: Tensor): Tensor {
    return this.fc.call(x);
  }
}

class Scale extends Module {
  readonly gamma: Parameter;

  constructor(features: number) {
    super();
    this.gamma = weight(features);
  }

  override forward(x: Tensor): Tensor {
    return x;
  }
}

class ParameterLeaf extends Module {
  readonly scale = new Scale(6);
  readonly fc = new Linear(6, 3);

  override forward(x: Tensor): Tensor {
    return this.fc.call(this.scale.call(x));
  }
}

class MyLinear extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter;

  constructor(inputs: number, outputs: number) {
    super();
    this.weight = weight(outputs, inputs);
    this.bias = weight(outputs);
  }

  override forward(x: Tensor): Tensor {
    return linear(x, this.weight, this.bias);
  }
}

class OwnLinear extends Module {
  readonly a = new MyLinear(6, 3);

  override forward(x: Tensor): Tensor {
    return this.a.call(x);
  }
}

class MyConvThing extends Module {
  readonly weight = weight(3, 6);

  override forward(x: Tensor): Tensor {
    return linear(x, this.weight);
  }
}

class NameHoldsConv extends Module {
  readonly a = new MyConvThing();

  override forward(x: Tensor): Tensor {
    return this.a.call(x);
  }
}

class OddNames extends Module {
  readonly in_weight = weight(6, 6);
  readonly out_bias = weight(6);
  readonly mask = weight(6);

  override forward(x: Tensor): Tensor {
    return linear(x, this.in_weight, this.out_bias);
  }
}

class WeightInTheName extends Module {
  readonly odd = new OddNames();

  override forward(x: Tensor): Tensor {
    return this.odd.call(x);
  }
}

class OnlyParameter extends Module {
  readonly w = weight(6);

  override forward(x: Tensor): Tensor {
    return x;
  }
}

class Inner extends Module {
  readonly token = weight(1, 6);
  readonly fc = new Linear(6, 6);

  override forward(x: Tensor): Tensor {
    return this.fc.call(x);
  }
}

class DirectParameters extends Module {
  readonly inner = new Inner();
  readonly out = new Linear(6, 2);
  readonly bias = weight(2);

  override forward(x: Tensor): Tensor {
    return this.out.call(this.inner.call(x));
  }
}

class DirectParameterNested extends DirectParameters {}

class DirectParameterNestedDepth1 extends DirectParameters {}

class Frozen extends Module {
  readonly a = new Linear(6, 6);
  readonly b = new Linear(6, 6);
  readonly c: Sequential;

  constructor() {
    super();
    const last = new Linear(6, 6);
    this.c = new Sequential(new Linear(6, 6), last);
    freeze(this.a);
    if (this.b.bias !== null) this.b.bias.requiresGrad = false;
    freeze(last);
  }

  override forward(x: Tensor): Tensor {
    return this.c.call(this.b.call(this.a.call(x)));
  }
}

// Called again, shared, never called, out of order

class UsedTwice extends Module {
  readonly fc = new Linear(6, 6);
  readonly act = new ReLU();

  override forward(x: Tensor): Tensor {
    return this.act.call(this.fc.call(this.act.call(this.fc.call(x))));
  }
}

class BlockUsedTwice extends Module {
  readonly block = new Sequential(new Linear(6, 6), new ReLU());
  readonly head = new Linear(6, 3);

  override forward(x: Tensor): Tensor {
    return this.head.call(this.block.call(this.block.call(x)));
  }
}

class LoopDepth1 extends Module {
  readonly block = new Sequential(new Linear(5, 5), new ReLU());

  override forward(x: Tensor): Tensor {
    return this.block.call(this.block.call(x));
  }
}

class RegisteredTwice extends Module {
  readonly a = new Linear(6, 6);
  readonly b = this.a;

  override forward(x: Tensor): Tensor {
    return this.b.call(this.a.call(x));
  }
}

class UnusedChild extends Module {
  readonly used = new Linear(6, 6);
  readonly unused = new Linear(6, 100);
  readonly aux = new Sequential(new Linear(6, 2), new Softmax(1));

  override forward(x: Tensor): Tensor {
    return this.used.call(x);
  }
}

class UnusedKind extends Module {
  readonly used = new Linear(6, 6);
  readonly unused = new Conv2d(3, 4, { kernelSize: 3 });

  override forward(x: Tensor): Tensor {
    return this.used.call(x);
  }
}

class UnusedTwin extends Module {
  readonly used = new Linear(6, 6);
  readonly unused = new Linear(6, 100);

  override forward(x: Tensor): Tensor {
    return this.used.call(x);
  }
}

class OutOfOrder extends Module {
  readonly third = new Linear(4, 2);
  readonly first = new Linear(6, 5);
  readonly second = new Linear(5, 4);

  override forward(x: Tensor): Tensor {
    return this.third.call(this.second.call(this.first.call(x)));
  }
}

class Wrapper extends Module {
  readonly inner = new Linear(6, 6);

  override forward(): never {
    throw new Error('a wrapper is never called');
  }
}

class ContainerSkipped extends Module {
  readonly wrapper = new Wrapper();
  readonly out = new Linear(6, 2);

  override forward(x: Tensor): Tensor {
    return this.out.call(this.wrapper.inner.call(x));
  }
}

class Borrower extends Module {
  readonly own = new Linear(6, 6);
  readonly other: readonly [Module];

  constructor(other: Module) {
    super();
    this.other = [other];
  }

  override forward(x: Tensor): Tensor {
    return this.other[0].call(this.own.call(x));
  }
}

class SiblingCalledInside extends Module {
  readonly lent = new Linear(6, 6);
  readonly borrower = new Borrower(this.lent);

  override forward(x: Tensor): Tensor {
    return this.borrower.call(x);
  }
}

// Inputs and outputs

class TwoInputs extends Module {
  readonly a = new Linear(8, 5);
  readonly b = new Linear(4, 5);

  override forward(x: Tensor, y: Tensor): Tensor {
    return this.a.call(x).add(this.b.call(y));
  }
}

/** Python's tuple and list are both an array here. */
class Pair<Out extends Output> extends Module<Out> {
  readonly a = new Linear(6, 3);
  readonly b = new Linear(6, 4);
  readonly #hold: (a: Tensor, b: Tensor) => Out;

  constructor(hold: (a: Tensor, b: Tensor) => Out) {
    super();
    this.#hold = hold;
  }

  override forward(x: Tensor): Out {
    return this.#hold(this.a.call(x), this.b.call(x));
  }
}

type Two = readonly [Tensor, Tensor];

class TupleOutput extends Module<Two> {
  readonly pair = new Pair<Two>((a, b) => [a, b]);

  override forward(x: Tensor): Two {
    return this.pair.call(x);
  }
}

class ListOutput extends Module {
  readonly pair = new Pair<Two>((a, b) => [a, b]);

  override forward(x: Tensor): Tensor {
    return this.pair.call(x)[1];
  }
}

class DictOutput extends Module<Output> {
  readonly pair = new Pair((first, last) => ({ first, last }));

  override forward(x: Tensor): Output {
    return this.pair.call(x);
  }
}

/** Takes its tensors one by one, where Python's takes a list of them. */
class Sum extends Module {
  override forward(x: Tensor, y: Tensor): Tensor {
    return x.add(y);
  }
}

class ListInput extends Module {
  readonly a = new Linear(6, 3);
  readonly b = new Linear(6, 3);
  readonly sum = new Sum();

  override forward(x: Tensor): Tensor {
    return this.sum.call(this.a.call(x), this.b.call(x));
  }
}

type FirstAndRest = readonly [Tensor, { readonly inner: readonly Tensor[] }];

class Named extends Module<FirstAndRest> {
  readonly a = new Linear(4, 3);
  readonly b = new Linear(4, 2);

  override forward(x: Tensor): FirstAndRest {
    return [this.a.call(x), { inner: [this.b.call(x)] }];
  }
}

class NamedTupleOutput extends Module<FirstAndRest> {
  readonly named = new Named();
  readonly fc = new Linear(3, 1);

  override forward(x: Tensor): FirstAndRest {
    const [first, rest] = this.named.call(x);
    return [this.fc.call(first), rest];
  }
}

interface FirstAndSecond {
  readonly [name: string]: Tensor;
  readonly first: Tensor;
  readonly second: Tensor;
}

class Both extends Module<FirstAndSecond> {
  readonly a = new Linear(6, 4);
  readonly b = new Linear(3, 4);

  override forward(x: Tensor, y: Tensor): FirstAndSecond {
    return { second: this.b.call(y), first: this.a.call(x) };
  }
}

class TwoInputsTwice extends Module {
  readonly both = new Both();
  readonly last = new Linear(4, 6);

  override forward(x: Tensor, y: Tensor): Tensor {
    const { first, second } = this.both.call(x, y);
    return this.both.call(this.last.call(first.mul(second)), y).first;
  }
}

// Layers and arithmetic

class Linear3Axes extends Module {
  readonly fc = new Linear(6, 4);

  override forward(x: Tensor): Tensor {
    return this.fc.call(x);
  }
}

class ConvOptions extends Module {
  readonly dilated = new Conv2d(8, 8, { kernelSize: 3, dilation: 2 });
  readonly grouped = new Conv2d(8, 16, { kernelSize: 3, groups: 4, stride: 2 });
  readonly same = new Conv2d(16, 4, { kernelSize: [3, 5], padding: [1, 2] });
  readonly reflect = new Conv2d(4, 4, { kernelSize: 3, padding: 1 });
  readonly depthwise = new Conv2d(4, 4, { kernelSize: 1, groups: 4, bias: false });

  override forward(x: Tensor): Tensor {
    const grouped = this.grouped.call(this.dilated.call(x));
    return this.depthwise.call(this.reflect.call(this.same.call(grouped)));
  }
}

class PoolOptions extends Module {
  readonly layers = new Sequential(
    new MaxPool2d(3, { stride: 1 }),
    new MaxPool2d([3, 3], { stride: 1, padding: [1, 0] }),
    new MaxPool2d(2, { ceilMode: true }),
    new MaxPool2d(2, { stride: 1, dilation: 2 }),
    new AvgPool2d([3, 2], { stride: 1, padding: 1, countIncludePad: false }),
    new AvgPool2d(2, { stride: 2, ceilMode: true }),
    new AvgPool2d(2),
    new AdaptiveAvgPool2d([2, 1]),
    new Flatten(1, 2),
    new Flatten(),
    new Softmax(1),
  );

  override forward(x: Tensor): Tensor {
    return this.layers.call(x);
  }
}

class NoParameters extends Module {
  readonly act = new ReLU();
  readonly pool = new MaxPool2d(2);

  override forward(x: Tensor): Tensor {
    return this.pool.call(this.act.call(x));
  }
}

class NoChildren extends Module {
  override forward(x: Tensor): Tensor {
    return x.add(x);
  }
}

class RoundNumbers extends Module {
  readonly conv = new Conv2d(1, 2, { kernelSize: 1, bias: false });

  override forward(x: Tensor): Tensor {
    return this.conv.call(x);
  }
}

class SE extends Module {
  readonly pool: AdaptiveAvgPool2d;
  readonly fc1: Linear;
  readonly act: ReLU;
  readonly fc2: Linear;
  readonly gate: Sigmoid;

  constructor(channels: number, reduction: number) {
    super();
    this.pool = new AdaptiveAvgPool2d(1);
    this.fc1 = new Linear(channels, channels / reduction);
    this.act = new ReLU();
    this.fc2 = new Linear(channels / reduction, channels);
    this.gate = new Sigmoid();
  }

  override forward(x: Tensor): Tensor {
    const [n = 0, c = 0] = x.shape;
    const squeezed = this.fc1.call(this.pool.call(x).reshape([n, c]));
    const scale = this.gate.call(this.fc2.call(this.act.call(squeezed)));
    return x.mul(scale.reshape([n, c, 1, 1]));
  }
}

class LinearSE extends Module {
  readonly conv = new Conv2d(16, 16, { kernelSize: 3, padding: 1, bias: false });
  readonly bn = new BatchNorm2d(16);
  readonly se = new SE(16, 4);
  readonly shortcut = new Sequential();
  readonly act = new ReLU();

  override forward(x: Tensor): Tensor {
    const out = this.se.call(this.bn.call(this.conv.call(x)));
    return this.act.call(out.add(this.shortcut.call(x)));
  }
}

class Attention extends Module {
  readonly q: Linear;
  readonly k: Linear;
  readonly v: Linear;
  readonly soft: Softmax;

  constructor(channels: number) {
    super();
    this.q = new Linear(channels, channels);
    this.k = new Linear(channels, channels, { bias: false });
    this.v = new Linear(channels, channels);
    this.soft = new Softmax(3);
  }

  override forward(x: Tensor): Tensor {
    const [n = 0, c = 0, h = 0, w = 0] = x.shape;
    const pixels = x.reshape([n, c, -1]).permute([0, 2, 1]);
    const heads = (layer: Linear): Tensor =>
      layer
        .call(pixels)
        .reshape([n, h * w, 2, c / 2])
        .permute([0, 2, 1, 3]);
    const [q, k, v] = [heads(this.q), heads(this.k), heads(this.v)];
    const y = this.soft.call(q.matmul(k.permute([0, 1, 3, 2]))).matmul(v);
    return y.permute([0, 1, 3, 2]).reshape([n, c, h, w]);
  }
}

class Arithmetic extends Module {
  readonly attention = new Attention(4);
  readonly conv = new Conv2d(8, 3, { kernelSize: 1 });
  readonly flat = new Flatten();
  readonly fc = new Linear(3, 2);

  override forward(x: Tensor): Tensor {
    const y = this.conv.call(cat([x, this.attention.call(x)], 1));
    const mean = y.mean([2, 3], true);
    return this.fc.call(this.flat.call(y.sub(mean).mean([2, 3], true).mul(mean)));
  }
}

class OneAxis extends Module {
  readonly layers = new Sequential(
    new Conv1d(4, 6, { kernelSize: 3, stride: 2, padding: 1, groups: 2 }),
    new GroupNorm(3, 6),
    new ReLU(),
    new Conv1d(6, 4, { kernelSize: [2], dilation: 2, bias: false }),
    new GroupNorm(1, 4, { affine: false }),
    new Conv1d(4, 2, { kernelSize: 1 }),
  );

  override forward(x: Tensor): Tensor {
    return this.layers.call(x);
  }
}

class AcrossChannels extends Module {
  readonly norm = new GroupNorm(4, 8);
  readonly conv = new Conv1d(1, 1, { kernelSize: 3, padding: 1, bias: false });
  readonly gate = new Sigmoid();
  readonly pool = new AdaptiveMaxPool2d([3, 1]);

  override forward(input: Tensor): Tensor {
    const x = this.norm.call(input);
    const scale = this.gate.call(this.conv.call(x.mean([2, 3]).unsqueeze(1)));
    return this.pool.call(x.mul(scale.reshape([-1, 8, 1, 1]))).amax(1, true);
  }
}

/** Every module, by the name that fixtures/odd/cases.json gives it. */
export const ODD: Readonly<Record<string, () => AnyModule>> = {
  NestedSequential: () => new NestedSequential(),
  NestedSequentialDepth2: () => new NestedSequentialDepth2(),
  RootIsLeaf: () => new Linear(4, 3),
  SequentialRoot: () =>
    new Sequential(
      new Linear(4, 3),
      new Sigmoid(),
      new Sequential(new Linear(3, 2, { bias: false })),
    ),
  EmptySequential: () => new EmptySequential(),
  EmptySequentialOnlyChild: () => new EmptySequentialOnlyChild(),
  EmptyInSequential: () => new EmptyInSequential(),
  EmptyOnlyChildTwice: () => new EmptyOnlyChildTwice(),
  EmptyOnlyChildDepth1: () => new EmptyOnlyChildDepth1(),
  EmptyFrozen: () => new EmptyFrozen(),
  EmptyRoot: () => new EmptyRoot(),
  EmptyRootWithWeight: () => new EmptyRootWithWeight(),
  EmptyRootNotCalled: () => new EmptyRootNotCalled(),
  EmptyRootNested: () => new EmptyRootNested(),
  EmptySeveral: () => new EmptySeveral(),
  EmptyNotCalled: () => new EmptyNotCalled(),
  EmptyNotCalledInside: () => new EmptyNotCalledInside(),
  EmptyBesideReLU: () => new EmptyBesideReLU(),
  EmptyHolderInside: () => new EmptyHolderInside(),
  EmptyShared: () => new EmptyShared(),
  DirectParameter: () => new DirectParameter(),
  ParameterLeaf: () => new ParameterLeaf(),
  OwnLinear: () => new OwnLinear(),
  NameHoldsConv: () => new NameHoldsConv(),
  WeightInTheName: () => new WeightInTheName(),
  OnlyParameter: () => new OnlyParameter(),
  DirectParameterNested: () => new DirectParameterNested(),
  DirectParameterNestedDepth1: () => new DirectParameterNestedDepth1(),
  Frozen: () => new Frozen(),
  UsedTwice: () => new UsedTwice(),
  BlockUsedTwice: () => new BlockUsedTwice(),
  LoopDepth1: () => new LoopDepth1(),
  RegisteredTwice: () => new RegisteredTwice(),
  UnusedChild: () => new UnusedChild(),
  UnusedKind: () => new UnusedKind(),
  UnusedTwin: () => new UnusedTwin(),
  OutOfOrder: () => new OutOfOrder(),
  ContainerSkipped: () => new ContainerSkipped(),
  SiblingCalledInside: () => new SiblingCalledInside(),
  TwoInputs: () => new TwoInputs(),
  TupleOutput: () => new TupleOutput(),
  ListOutput: () => new ListOutput(),
  DictOutput: () => new DictOutput(),
  ListInput: () => new ListInput(),
  NamedTupleOutput: () => new NamedTupleOutput(),
  TwoInputsTwice: () => new TwoInputsTwice(),
  Linear3Axes: () => new Linear3Axes(),
  ConvOptions: () => new ConvOptions(),
  PoolOptions: () => new PoolOptions(),
  NoParameters: () => new NoParameters(),
  NoChildren: () => new NoChildren(),
  RoundNumbers: () => new RoundNumbers(),
  LinearSE: () => new LinearSE(),
  Arithmetic: () => new Arithmetic(),
  OneAxis: () => new OneAxis(),
  AcrossChannels: () => new AcrossChannels(),
};
