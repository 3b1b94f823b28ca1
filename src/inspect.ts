import { Recorder, type Recording } from './engine/record.js';
import type { Shape } from './engine/shape.js';
import type { Module } from './nn/index.js';
import { type Trace, trace } from './trace/trace.js';

/** A pass on shapes alone: the modules that it calls, and the operations that they ask for. */
export interface ShapePass {
  readonly trace: Trace;
  readonly recording: Recording;
}

/**
 * Runs a model on shapes alone.
 * @param inputShape the model's input, NCHW for images
 * @throws ModelError where the model cannot take such an input.
 */
export function runOnShapes(model: Module, inputShape: Shape): ShapePass {
  const recorder = new Recorder(inputShape);
  const traced = trace(model, recorder.input());
  return { trace: traced.trace, recording: recorder.recording() };
}
