import type { Module } from '../../nn/index.js';

/**
 * Makes the attention for a residual block's output of this many channels: [N, C, H, W] → weights that
 * broadcast to it; null for none.
 */
export type Attention = (channels: number) => Module | null;

/** No attention at all. */
export const noAttention: Attention = () => null;
