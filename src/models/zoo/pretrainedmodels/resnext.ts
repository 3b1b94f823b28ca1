import {
  type AnyModule,
  AvgPool2d,
  BatchNorm2d,
  Conv2d,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { type Architecture, defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels, numClasses } from '../../options.js';
import { networksOf } from '../networks.js';

/*
 * pretrainedmodels 0.7.4's models/resnext.py: ResNeXt-101 (Xie et al. 2016) from its authors' Torch files, whose
 * containers without names it keeps.
 */

/** Torch's ConcatTable: what each of its modules makes of the input. */
class LambdaMap extends Module<Tensor[]> {
  static override readonly className = 'LambdaMap';

  override readonly length: number;
  readonly #modules: readonly Module[];

  constructor(...modules: Module[]) {
    super();
    this.#modules = modules;
    this.length = modules.length;
  }

  override children(): [name: string, child: Module][] {
    return this.#modules.map((module, index) => [String(index), module]);
  }

  override forward(x: Tensor): Tensor[] {
    return this.#modules.map((module) => module.call(x));
  }
}

/** Torch's CAddTable: the sum of its two inputs. */
class LambdaReduce extends Module {
  static override readonly className = 'LambdaReduce';

  override readonly length = 0;

  override forward(x: Tensor, y: Tensor): Tensor {
    return x.add(y);
  }
}

/** A shortcut that gives what it is given. */
class Lambda extends Module {
  static override readonly className = 'Lambda';

  override readonly length = 0;

  override forward(x: Tensor): Tensor {
    return x;
  }
}

/** A residual block: a Sequential that passes a list on. */
class Residual extends Module {
  static override readonly className = 'Sequential';

  override readonly length = 3;
  readonly #map: LambdaMap;
  readonly #reduce = new LambdaReduce();
  readonly #relu = new ReLU();

  constructor(branch: Module, shortcut: Module) {
    super();
    this.#map = new LambdaMap(branch, shortcut);
  }

  override children(): [name: string, child: AnyModule][] {
    return [
      ['0', this.#map],
      ['1', this.#reduce],
      ['2', this.#relu],
    ];
  }

  override forward(x: Tensor): Tensor {
    return this.#relu.call(this.#reduce.call(...this.#map.call(x)));
  }
}

const CHANNELS_PER_GROUP = 4;

/** [N, inputs, H, W] → [N, outputs, H / stride, W / stride] */
function makeBlock(inputs: number, outputs: number, groups: number, stride: number): Residual {
  // 256 channels go with a group's first width, 512 with twice as many, and so on.
  const width = (outputs / 256) * CHANNELS_PER_GROUP * groups;
  const branch = new Sequential(
    new Sequential(
      new Conv2d(inputs, width, { kernelSize: 1, bias: false }),
      new BatchNorm2d(width),
      new ReLU(),
      new Conv2d(width, width, { kernelSize: 3, stride, padding: 1, groups, bias: false }),
      new BatchNorm2d(width),
      new ReLU(),
    ),
    new Conv2d(width, outputs, { kernelSize: 1, bias: false }),
    new BatchNorm2d(outputs),
  );
  const shortcut =
    inputs === outputs
      ? new Lambda()
      : new Sequential(
          new Conv2d(inputs, outputs, { kernelSize: 1, stride, bias: false }),
          new BatchNorm2d(outputs),
        );
  return new Residual(branch, shortcut);
}

function makeStage(
  inputs: number,
  outputs: number,
  groups: number,
  count: number,
  stride: number,
): Sequential {
  const blocks = Array.from({ length: count }, (_, index) =>
    index === 0
      ? makeBlock(inputs, outputs, groups, stride)
      : makeBlock(outputs, outputs, groups, 1),
  );
  return new Sequential(...blocks);
}

const options = { numClasses, inChannels };

/** [N, C, H, W] → [N, numClasses], for heights and widths from 193 to 224 */
abstract class ResNeXt101 extends Module {
  readonly features: Sequential;
  readonly avg_pool: AvgPool2d;
  readonly last_linear: Linear;

  constructor(groups: number, values: ValuesOf<typeof options>) {
    super();
    this.features = new Sequential(
      new Conv2d(values.inChannels, 64, { kernelSize: 7, stride: 2, padding: 3, bias: false }),
      new BatchNorm2d(64),
      new ReLU(),
      new MaxPool2d([3, 3], { stride: 2, padding: 1 }),
      makeStage(64, 256, groups, 3, 1),
      makeStage(256, 512, groups, 4, 2),
      makeStage(512, 1024, groups, 23, 2),
      makeStage(1024, 2048, groups, 3, 2),
    );
    this.avg_pool = new AvgPool2d([7, 7], { stride: 1 });
    this.last_linear = new Linear(2048, values.numClasses);
  }

  override forward(x: Tensor): Tensor {
    x = this.features.call(x);
    x = this.avg_pool.call(x);
    return this.last_linear.call(x.flatten(1));
  }
}

class ResNeXt101_32x4d extends ResNeXt101 {
  static override readonly className = 'ResNeXt101_32x4d';
}

class ResNeXt101_64x4d extends ResNeXt101 {
  static override readonly className = 'ResNeXt101_64x4d';
}

/** Each of the zoo's classes is one network, with a name like its own. */
function define(
  made: new (groups: number, values: ValuesOf<typeof options>) => ResNeXt101,
  className: string,
  network: string,
  groups: number,
): Architecture {
  return defineArchitecture({
    name: `pretrainedmodels/${className}`,
    words: `pretrainedmodels' ResNeXt-101 of ${String(groups)} groups`,
    options,
    variants: networksOf<typeof options>('pretrainedmodels', { [network]: {} }),
    open: ['numClasses', 'inChannels'],
    build: (values) => new made(groups, values),
  });
}

/** pretrainedmodels' class ResNeXt101_32x4d, which is its network. */
export const resnext101of32 = define(ResNeXt101_32x4d, 'ResNeXt101_32x4d', 'resnext101_32x4d', 32);

/** pretrainedmodels' class ResNeXt101_64x4d, which is its network. */
export const resnext101of64 = define(ResNeXt101_64x4d, 'ResNeXt101_64x4d', 'resnext101_64x4d', 64);
