import type { Tensor } from '../engine/tensor.js';
import { relu } from './functional.js';
import { Module } from './module.js';

/** `torch.nn.ReLU`, any shape. */
export class ReLU extends Module {
  override forward(x: Tensor): Tensor {
    return relu(x);
  }
}
