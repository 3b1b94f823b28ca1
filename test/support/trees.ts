import { linear } from '../../src/nn/functional.js';
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  constant,
  Conv2d,
  type Initialiser,
  Linear,
  Module,
  Parameter,
  ReLU,
  Sequential,
  Sigmoid,
} from '../../src/nn/index.js';
import type { Tensor } from '../../src/tensor/tensor.js';

/*
 * The small odd models of fixtures/scripts/make_trees.py, by the same class and field names; what each is
 * for is told there.
 */

const ZEROS: Initialiser = constant(0);

function conv1x1(inChannels: number, outChannels: number, bias = true): Conv2d {
  return new Conv2d(inChannels, outChannels, { kernelSize: 1, bias });
}

class Twice extends Module {
  readonly conv = new Conv2d(4, 4, { kernelSize: 3, stride: 2, padding: 1 });
  readonly relu = new ReLU();
  readonly bn = new BatchNorm2d(4);

  override forward(x: Tensor): Tensor {
    const half = this.relu.call(this.conv.call(x));
    return this.bn.call(this.relu.call(this.conv.call(half)));
  }
}

class Block extends Module {
  readonly conv: Conv2d;
  readonly relu: ReLU;

  constructor(channels: number) {
    super();
    this.conv = conv1x1(channels, channels);
    this.relu = new ReLU();
  }

  override forward(x: Tensor): Tensor {
    return this.relu.call(this.conv.call(x));
  }
}

class BlockTwice extends Module {
  readonly block = new Block(4);
  readonly last = new Conv2d(4, 2, { kernelSize: 3 });

  override forward(x: Tensor): Tensor {
    return this.last.call(this.block.call(this.block.call(x)));
  }
}

class TwoNames extends Module {
  readonly first = new Block(3);
  readonly nested: Sequential;
  readonly act: Sigmoid;
  readonly act_again: Sigmoid;
  readonly again: Conv2d;

  constructor() {
    super();
    const conv = conv1x1(3, 3, false);
    this.nested = new Sequential(this.first, conv);
    this.act = new Sigmoid();
    this.act_again = this.act;
    this.again = conv;
  }

  override forward(x: Tensor): Tensor {
    const nested = this.nested.call(this.first.call(x));
    return this.act_again.call(this.again.call(nested));
  }
}

class NamedTwiceCalledOnce extends Module {
  readonly one: Sequential;
  readonly two: Sequential;

  constructor() {
    super();
    const shared = conv1x1(3, 3);
    this.one = new Sequential(shared);
    this.two = new Sequential(shared, new ReLU());
  }

  override forward(x: Tensor): Tensor {
    return this.one.call(x);
  }
}

class Tied extends Module {
  constructor(readonly weight: Parameter) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return linear(x, this.weight);
  }
}

class TiedWeights extends Module {
  readonly encoder: Sequential;
  readonly decoder: Tied;

  constructor() {
    super();
    const weight = new Parameter([6, 6], ZEROS);
    this.encoder = new Sequential(new Tied(weight), new Linear(6, 6));
    this.decoder = new Tied(weight);
  }

  override forward(x: Tensor): Tensor {
    return this.decoder.call(this.encoder.call(x));
  }
}

class TiedInside extends Module {
  readonly pair: Sequential;
  readonly weight = new Parameter([5, 5], ZEROS);
  readonly last: Linear;

  constructor() {
    super();
    this.pair = new Sequential(new Tied(this.weight), new Tied(this.weight));
    this.last = new Linear(5, 2);
  }

  override forward(x: Tensor): Tensor {
    return this.last.call(linear(this.pair.call(x), this.weight));
  }
}

class Holder<Parts extends readonly Module[]> extends Module {
  readonly #parts: Parts;

  constructor(...parts: Parts) {
    super();
    this.#parts = parts;
  }

  get parts(): Parts {
    return this.#parts;
  }

  override children(): [name: string, child: Module][] {
    return this.#parts.map((part, index) => [`part${String(index)}`, part]);
  }

  override forward(): Tensor {
    throw new Error('a holder is never called');
  }
}

class Uncalled extends Module {
  readonly stem = conv1x1(3, 4);
  readonly outer = new Holder(
    new Holder(new Conv2d(4, 4, { kernelSize: 3 }), new BatchNorm2d(4)),
    new ReLU(),
  );
  readonly tail = conv1x1(4, 2);

  override forward(x: Tensor): Tensor {
    const [inner, relu] = this.outer.parts;
    const [conv, bn] = inner.parts;
    return this.tail.call(relu.call(bn.call(conv.call(this.stem.call(x)))));
  }
}

class UncalledFirst extends Module {
  readonly outer = new Holder(new Holder(new Block(3)));

  override forward(x: Tensor): Tensor {
    const [inner] = this.outer.parts;
    const [block] = inner.parts;
    return block.call(x);
  }
}

class Interleaved extends Module {
  readonly left = new Holder(conv1x1(3, 3), new Conv2d(3, 3, { kernelSize: 3 }));
  readonly right = new Holder(new BatchNorm2d(3), new ReLU());

  override forward(x: Tensor): Tensor {
    const [first, second] = this.left.parts;
    const [bn, relu] = this.right.parts;
    return relu.call(second.call(bn.call(first.call(x))));
  }
}

class Revisited extends Module {
  readonly outer = new Holder(new Holder(conv1x1(3, 3), conv1x1(3, 3, false)), new Block(3));
  readonly between = new BatchNorm2d(3);

  override forward(x: Tensor): Tensor {
    const [inner, block] = this.outer.parts;
    const [first, second] = inner.parts;
    const early = this.between.call(first.call(x));
    return this.between.call(second.call(block.call(early)));
  }
}

class Spare extends Module {
  readonly weight = new Parameter([3, 7], ZEROS);

  override forward(x: Tensor): Tensor {
    return x;
  }
}

class SpareHolder extends Module {
  readonly inside = new Spare();
  readonly conv = conv1x1(2, 2);

  override forward(x: Tensor): Tensor {
    return x;
  }
}

class UnusedNewClass extends Module {
  readonly conv = conv1x1(3, 3);
  readonly spare = new Spare();
  readonly relu = new ReLU();
  readonly spare_holder = new SpareHolder();
  readonly unused = conv1x1(3, 9);

  override forward(x: Tensor): Tensor {
    return this.relu.call(this.conv.call(x));
  }
}

class UnusedKnownClass extends Module {
  readonly conv = conv1x1(3, 3);
  readonly unused = conv1x1(3, 9);
  readonly relu = new ReLU();

  override forward(x: Tensor): Tensor {
    return this.relu.call(this.conv.call(x));
  }
}

class OutOfOrder extends Module {
  readonly relu = new ReLU();
  readonly bn = new BatchNorm2d(3);
  readonly sigmoid = new Sigmoid();
  readonly conv = conv1x1(3, 3);
  readonly block = new Block(3);
  readonly spare = new Spare();

  override forward(x: Tensor): Tensor {
    return this.relu.call(this.bn.call(this.block.call(this.conv.call(x))));
  }
}

class Gate extends Module {
  readonly weight = new Parameter([4, 4], ZEROS);
  readonly inner = new Linear(4, 4, { bias: false });
  readonly act = new Sigmoid();

  override forward(x: Tensor): Tensor {
    return this.act.call(linear(this.inner.call(x), this.weight));
  }
}

class OwnParameters extends Module {
  readonly scale = new Parameter([4, 4], ZEROS);
  readonly linear = new Linear(4, 4);
  readonly gate = new Gate();

  override forward(x: Tensor): Tensor {
    return this.gate.call(linear(this.linear.call(x), this.scale));
  }
}

class Odd extends Module {
  readonly #parameters: [name: string, parameter: Parameter][];

  constructor(...names: string[]) {
    super();
    this.#parameters = names.map((name) => [name, new Parameter([5, 5], ZEROS)]);
  }

  override ownParameters(): [name: string, parameter: Parameter][] {
    return this.#parameters;
  }

  override forward(x: Tensor): Tensor {
    return this.#parameters.reduce((value, [, parameter]) => linear(value, parameter), x);
  }
}

class OddNames extends Module {
  readonly alpha = new Odd('alpha');
  readonly rnn = new Odd('weight_ih_l0', 'bias_hh_l0');
  readonly mixed = new Odd('weight', 'gamma', 'my_bias_term');
  readonly weightless = new Sequential(new Odd('beta'));
  readonly weight_named = new Sequential(new Sequential(new Odd('delta')));

  override forward(x: Tensor): Tensor {
    const mixed = this.mixed.call(this.rnn.call(this.alpha.call(x)));
    return this.weight_named.call(this.weightless.call(mixed));
  }
}

class PartlyFrozen extends Module {
  readonly frozen = conv1x1(3, 3);
  readonly partly = conv1x1(3, 3);
  readonly block = new Block(3);
  readonly free = new BatchNorm2d(3);

  constructor() {
    super();
    for (const [, parameter] of this.frozen.ownParameters()) parameter.requiresGrad = false;
    this.partly.weight.requiresGrad = false;
    if (this.block.conv.bias !== null) this.block.conv.bias.requiresGrad = false;
  }

  override forward(x: Tensor): Tensor {
    return this.free.call(this.block.call(this.partly.call(this.frozen.call(x))));
  }
}

class NoParameters extends Module {
  readonly relu = new ReLU();
  readonly pool = new AdaptiveAvgPool2d([2, 3]);

  override forward(x: Tensor): Tensor {
    return this.pool.call(this.relu.call(x));
  }
}

class Deep extends Module {
  readonly stem = conv1x1(3, 3);
  readonly body = new Sequential(
    new Sequential(new Sequential(new Block(3), new BatchNorm2d(3)), new ReLU()),
    new Block(3),
  );

  override forward(x: Tensor): Tensor {
    return this.body.call(this.stem.call(x));
  }
}

class Long extends Module {
  readonly head = new Sequential(
    ...Array.from({ length: 40 }, () => [conv1x1(2, 2), new BatchNorm2d(2), new ReLU()]).flat(),
  );
  readonly spare = new Spare();
  readonly blocks = new Sequential(...Array.from({ length: 30 }, () => new Block(2)));
  readonly spare_holder = new SpareHolder();
  readonly unused = conv1x1(2, 5);
  readonly tail = new Sequential(new Sigmoid(), conv1x1(2, 2));

  override forward(x: Tensor): Tensor {
    return this.tail.call(this.blocks.call(this.head.call(x)));
  }
}

/** Every model, by the name that fixtures/trees/cases.json gives it. */
export const TREES: Readonly<Record<string, () => Module>> = {
  Twice: () => new Twice(),
  BlockTwice: () => new BlockTwice(),
  TwoNames: () => new TwoNames(),
  NamedTwiceCalledOnce: () => new NamedTwiceCalledOnce(),
  TiedWeights: () => new TiedWeights(),
  TiedInside: () => new TiedInside(),
  Uncalled: () => new Uncalled(),
  UncalledFirst: () => new UncalledFirst(),
  Interleaved: () => new Interleaved(),
  Revisited: () => new Revisited(),
  UnusedNewClass: () => new UnusedNewClass(),
  UnusedKnownClass: () => new UnusedKnownClass(),
  OutOfOrder: () => new OutOfOrder(),
  OwnParameters: () => new OwnParameters(),
  OddNames: () => new OddNames(),
  PartlyFrozen: () => new PartlyFrozen(),
  NoParameters: () => new NoParameters(),
  Deep: () => new Deep(),
  Long: () => new Long(),
  Conv2d: () => new Conv2d(3, 5, { kernelSize: [3, 2], stride: 2 }),
  Linear: () => new Linear(1000, 1000, { bias: false }),
};
