import { ModelError } from '../errors.js';
import { shapeArgument } from '../ops/arguments.js';
import { type Op, outputShape } from '../ops/index.js';
import type { Shape } from '../ops/shape.js';
import { type AnyModule, Module } from '../nn/module.js';
import type { Recorder } from '../tensor/recorder.js';
import { type Output, Tensor, tensorsOf } from '../tensor/tensor.js';
import type { ModuleCall, RecordedOp, Recording } from './recording.js';
import { formatPlace, readTree, type Tree } from './tree.js';

/**
 * Runs a model's forward once, on shapes alone, and records what it did.
 * @param inputShapes one for each input, NCHW for images
 * @throws ModelError if it is no model, or cannot take such inputs; the error names the module.
 */
export function record(model: AnyModule, inputShapes: readonly Shape[]): Recording {
  const given: unknown = model;
  if (!(given instanceof Module)) {
    throw new ModelError('model', 'a model is an nn.Module, but something else was given', {
      hint: typeof given === 'function' ? 'Pass an object of the class, not the class.' : undefined,
    });
  }
  if (inputShapes.length === 0) throw new ModelError('inputs', 'a model takes at least one input');
  return new PassRecorder(model, inputShapes).run(model);
}

/** Writes down one pass. A summary made inside a forward has a recorder of its own. */
class PassRecorder implements Recorder {
  readonly #tree: Tree;
  readonly #inputs: readonly Tensor[];
  readonly #operations: RecordedOp[] = [];
  readonly #calls: (ModuleCall | null)[] = [];
  /** The modules that are being called, outermost first. */
  readonly #running: number[] = [];
  /** Whether the pass is over; its tensors cannot be used from then on. */
  #isOver = false;
  /**
   * The shape of a tensor of this pass; kept ready to be mapped over inputs.
   * @throws ModelError if the value is something else, or the pass is over.
   */
  readonly #shapeOf = (value: unknown): Shape => {
    if (!(value instanceof Tensor)) {
      throw new ModelError('inputs', 'a tensor was expected, but something else was given');
    }
    if (value.recorder === this && !this.#isOver) return value.shape;
    throw new ModelError(
      'foreign-tensor',
      'a tensor belongs to the pass that made it, and to no other',
    );
  };

  constructor(model: AnyModule, inputShapes: readonly Shape[]) {
    this.#tree = readTree(model);
    this.#inputs = inputShapes.map(
      (shape, id) => new Tensor(shapeArgument('the input', 'its shape', shape), id, this),
    );
  }

  run(model: AnyModule): Recording {
    const outputs = tensorsOf(model.call(...this.#inputs));
    this.#isOver = true;
    return {
      nodes: this.#tree.nodes,
      inputShapes: this.#inputs.map(({ shape }) => shape),
      operations: this.#operations,
      calls: this.#calls.filter((call) => call !== null),
      outputs: outputs.map(({ id }) => id),
    };
  }

  record(op: Op, inputs: readonly Tensor[]): Tensor {
    try {
      const inputShapes = inputs.map(this.#shapeOf);
      const shape = outputShape(op, inputShapes);
      const recorded = { op, inputs: inputs.map(idOf), inputShapes, outputShape: shape };
      const count = this.#operations.push(recorded);
      return new Tensor(shape, this.#inputs.length + count - 1, this);
    } catch (error) {
      throw this.#placed(error);
    }
  }

  call<Out extends Output>(module: AnyModule, inputs: readonly Tensor[], forward: () => Out): Out {
    const moduleId = this.#tree.ids.get(module);
    // Not part of the model: its operations belong to the module that calls it.
    if (moduleId === undefined) return forward();
    const { length } = this.#running;
    const index = this.#calls.push(null) - 1;
    const start = this.#operations.length;
    this.#running.push(moduleId);
    try {
      const inputShapes = inputs.map(this.#shapeOf);
      const output = forward();
      const isTensor = output instanceof Tensor;
      this.#calls[index] = {
        moduleId,
        start,
        end: this.#operations.length,
        inputShapes,
        outputShapes: isTensor ? [this.#shapeOf(output)] : tensorsOf(output).map(this.#shapeOf),
        outputForm: isTensor ? 'tensor' : Array.isArray(output) ? 'array' : 'object',
      };
      return output;
    } catch (error) {
      throw this.#placed(error);
    } finally {
      this.#running.length = length;
    }
  }

  /** An error of a model with the module's path before it: `layer2.0.conv1 (Conv2d): …`. */
  #placed(error: unknown): unknown {
    if (!(error instanceof ModelError) || 'module' in error.facts) return error;
    const node = this.#tree.nodes.find(({ moduleId }) => moduleId === this.#running.at(-1));
    if (node === undefined) return error;
    return new ModelError(error.code, `${formatPlace(node)}: ${error.message}`, {
      hint: error.hint,
      facts: { ...error.facts, module: node.path },
      cause: error,
    });
  }
}

function idOf({ id }: Tensor): number {
  return id;
}
