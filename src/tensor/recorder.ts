import type { Op } from '../ops/index.js';
import type { Output, Tensor } from './tensor.js';

/** Records one forward pass. Every tensor of the pass has a reference to it. */
export interface Recorder {
  /**
   * Records an operation.
   * @throws ModelError if the operation cannot take these inputs.
   */
  record(op: Op, inputs: readonly Tensor[]): Tensor;
  /**
   * Records a call of a module, and the operations during it.
   * @param forward the module's own, applied to the inputs
   */
  call<Out extends Output>(module: object, inputs: readonly Tensor[], forward: () => Out): Out;
}
