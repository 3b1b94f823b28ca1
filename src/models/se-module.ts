import { Module } from '../nn/index.js';
import { wrongArgument } from '../ops/arguments.js';
import type { Tensor } from '../tensor/tensor.js';
import { DEFAULT_REDUCTION, SE_Block } from './attention/se.js';

/**
 * Any transformation with an SE block after it (the paper's figure 1): what comes out of the module is
 * scaled channel by channel, [N, ...] → [N, channels, H, W].
 *
 * @example
 * const stage = new SE_Module(new nn.Conv2d(3, 32, { kernelSize: 3, padding: 1 }), 32);
 * console.log(summary(stage, [1, 3, 64, 64]).totals.params); // 1058
 */
export class SE_Module extends Module {
  static override readonly className = 'SE_Module';

  readonly module: Module;
  readonly SE: SE_Block;

  /**
   * @param channels of the module's output
   * @param reduction what channels are divided by inside the SE block; 16 by default
   * @throws ModelError if an argument is not accepted, or the reduction leaves no channel.
   */
  constructor(module: Module, channels: number, reduction = DEFAULT_REDUCTION) {
    super();
    const given: unknown = module;
    if (!(given instanceof Module)) {
      throw wrongArgument('SE_Module', 'module', 'an nn.Module', given);
    }
    this.module = module;
    this.SE = new SE_Block(channels, reduction);
  }

  override forward(...inputs: Tensor[]): Tensor {
    const out = this.module.call(...inputs);
    return out.mul(this.SE.call(out));
  }
}
