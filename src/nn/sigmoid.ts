import type { Tensor } from '../engine/tensor.js';
import { sigmoid } from './functional.js';
import { Module } from './module.js';

/** `torch.nn.Sigmoid`, any shape. */
export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return sigmoid(x);
  }
}
