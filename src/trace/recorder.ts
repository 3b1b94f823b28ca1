import { ModelError } from '../errors.js';
import { shapeArgument, shown } from '../ops/arguments.js';
import { type Op, outputShape } from '../ops/index.js';
import { byteSize, type Shape } from '../ops/shape.js';
import { type AnyModule, Module, MOST_LEVELS, MOST_PLACES } from '../nn/module.js';
import type { Recorder } from '../tensor/recorder.js';
import { isTensor, type Output, Tensor, tensorsOf } from '../tensor/tensor.js';
import { grouped } from '../text/python-format.js';
import { type ModuleCall, type RecordedOp, type Recording, tooLarge } from './recording.js';
import { formatPlace, readTree, type Tree } from './tree.js';

/** The most inputs of a model. */
const MOST_INPUTS = 1000;

/** The most operations of a pass; it also ends a forward that would go on for ever. */
const MOST_OPERATIONS = 1_000_000;

/** The most passes inside one another: summaries that are made in a forward. */
const MOST_PASSES = 8;

/** The models whose passes are being recorded: more than one if a forward asks for a summary. */
const recorded = new Set<AnyModule>();

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
  if (inputShapes.length > MOST_INPUTS) {
    throw new ModelError(
      'inputs',
      `a model takes at most ${grouped(MOST_INPUTS)} inputs, but was given ` +
        grouped(inputShapes.length),
    );
  }
  if (recorded.has(model) || recorded.size === MOST_PASSES) {
    throw new ModelError(
      'recursion',
      recorded.has(model)
        ? `${model.className} is summarised or run inside its own forward, which would not end`
        : `models are summarised or run inside one another's forward more than ${String(MOST_PASSES)} deep`,
    );
  }
  recorded.add(model);
  try {
    return new PassRecorder(model, inputShapes).run(model);
  } catch (error) {
    // V8 and JavaScriptCore say it in the same words.
    if (!(error instanceof RangeError) || !error.message.includes('call stack')) throw error;
    throw new ModelError(
      'too-deep',
      `${model.className}: its forward functions call one another more deeply than the stack can hold`,
      { cause: error },
    );
  } finally {
    recorded.delete(model);
  }
}

/** Writes down one pass. A summary made inside a forward has a recorder of its own. */
class PassRecorder implements Recorder {
  readonly #tree: Tree;
  readonly #inputShapes: readonly Shape[];
  readonly #inputs: readonly Tensor[];
  /** Every tensor of the pass, by its id. */
  readonly #tensors: Tensor[] = [];
  readonly #operations: RecordedOp[] = [];
  readonly #calls: (ModuleCall | null)[] = [];
  /** The modules of the model that are being called, outermost first. */
  readonly #running: number[] = [];
  /** The calls that have not come to an end: those of modules that are not the model's too. */
  #depth = 0;
  /** Bytes of all values. */
  #bytes = 0;
  /** Whether the pass is over; its tensors cannot be used from then on. */
  #isOver = false;
  /**
   * The shape of a tensor of this pass; kept ready to be mapped over inputs.
   * @throws ModelError if the value is something else, or the pass is over.
   */
  readonly #shapeOf = (value: unknown): Shape => {
    if (!isTensor(value)) {
      throw new ModelError('inputs', `a tensor was expected, but ${shown(value)} was given`);
    }
    if (this.#tensors[value.id] === value && !this.#isOver) return value.shape;
    throw new ModelError(
      'foreign-tensor',
      'a tensor belongs to the pass that made it, and to no other',
    );
  };

  constructor(model: AnyModule, inputShapes: readonly Shape[]) {
    this.#tree = readTree(model);
    this.#inputShapes = Array.from(inputShapes, (shape) =>
      shapeArgument('the input', 'its shape', shape, 1),
    );
    this.#inputs = this.#inputShapes.map((shape) => this.#made(shape));
  }

  run(model: AnyModule): Recording {
    try {
      const outputs = tensorsOf(model.call(...this.#inputs));
      outputs.forEach(this.#shapeOf);
      return {
        nodes: this.#tree.nodes,
        inputShapes: this.#inputShapes,
        operations: this.#operations,
        calls: this.#calls.filter((call) => call !== null),
        outputs: outputs.map(({ id }) => id),
      };
    } finally {
      this.#isOver = true;
    }
  }

  record(op: Op, inputs: readonly Tensor[]): Tensor {
    try {
      if (this.#operations.length === MOST_OPERATIONS) {
        throw beyond('too-many', 'operations', MOST_OPERATIONS);
      }
      const inputShapes = inputs.map(this.#shapeOf);
      const shape = outputShape(op, inputShapes);
      const recorded = { op, inputs: inputs.map(idOf), inputShapes, outputShape: shape };
      const made = this.#made(shape);
      this.#operations.push(recorded);
      return made;
    } catch (error) {
      throw this.#placed(error);
    }
  }

  /** A new value of the pass. */
  #made(shape: Shape): Tensor {
    this.#bytes += byteSize(shape);
    if (this.#bytes > Number.MAX_SAFE_INTEGER) throw tooLarge(this.#inputShapes);
    const tensor = new Tensor(Object.freeze(shape), this.#tensors.length, this);
    this.#tensors.push(tensor);
    return tensor;
  }

  call<Out extends Output>(module: AnyModule, inputs: readonly Tensor[], forward: () => Out): Out {
    const { length } = this.#running;
    this.#depth += 1;
    try {
      if (this.#depth > MOST_LEVELS + 1)
        throw beyond('too-deep', 'calls in one another', MOST_LEVELS);
      const moduleId = this.#tree.ids.get(module);
      // Not part of the model: its operations belong to the module that calls it.
      return moduleId === undefined
        ? checked(forward())
        : this.#recordCall(moduleId, inputs, forward);
    } catch (error) {
      throw this.#placed(error);
    } finally {
      this.#running.length = length;
      this.#depth -= 1;
    }
  }

  #recordCall<Out extends Output>(
    moduleId: number,
    inputs: readonly Tensor[],
    forward: () => Out,
  ): Out {
    if (this.#calls.length === MOST_PLACES)
      throw beyond('too-many', 'calls of modules', MOST_PLACES);
    const index = this.#calls.push(null) - 1;
    const start = this.#operations.length;
    this.#running.push(moduleId);
    const inputShapes = inputs.map(this.#shapeOf);
    const output = forward();
    const isOne = isTensor(output);
    const outputShapes = isOne ? [this.#shapeOf(output)] : tensorsOf(output).map(this.#shapeOf);
    this.#calls[index] = {
      moduleId,
      start,
      end: this.#operations.length,
      inputShapes,
      outputShapes,
      outputForm: isOne ? 'tensor' : Array.isArray(output) ? 'array' : 'object',
    };
    return output;
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

/** An output that has been found to be one. */
function checked<Out extends Output>(output: Out): Out {
  if (!isTensor(output)) tensorsOf(output);
  return output;
}

function beyond(code: string, what: string, most: number): ModelError {
  return new ModelError(
    code,
    `a pass has at most ${grouped(most)} ${what}, but this one has more`,
    {
      facts: { most },
    },
  );
}
