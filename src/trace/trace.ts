import type { Shape } from '../engine/shape.js';
import type { Tensor } from '../engine/tensor.js';
import { type Module, registerModuleHooks } from '../nn/module.js';
import { readTree, type TreeNode } from './tree.js';

/** One call of a module during a forward pass. */
export interface ModuleCall {
  readonly moduleId: number;
  /** The shape of its first input. */
  readonly inputShape: Shape;
  readonly outputShape: Shape;
}

/** A forward pass, as plain values: the model's tree, and the calls in the order in which they began. */
export interface Trace {
  /** The places of the model's modules, the model first. */
  readonly nodes: readonly TreeNode[];
  /** The shapes of the model's inputs. */
  readonly inputShapes: readonly Shape[];
  readonly calls: readonly ModuleCall[];
}

/** Told of each call of a module as it begins and ends. */
export interface CallObserver {
  begin?(moduleId: number): void;
  end?(moduleId: number): void;
}

/**
 * Runs a model's forward pass with hooks on all its modules.
 * @throws ModelError where the model cannot take such an input.
 */
export function trace(
  model: Module,
  input: Tensor,
  observer: CallObserver = {},
): { trace: Trace; output: Tensor } {
  const { nodes, ids } = readTree(model);
  const calls: (ModuleCall | null)[] = [];
  const running: { readonly moduleId: number; readonly index: number }[] = [];
  const remove = registerModuleHooks({
    before(module) {
      const moduleId = ids.get(module);
      if (moduleId === undefined) return;
      running.push({ moduleId, index: calls.length });
      calls.push(null);
      observer.begin?.(moduleId);
    },
    after(module, inputs, output) {
      const moduleId = ids.get(module);
      if (moduleId === undefined) return;
      let begun = running.pop();
      // A call that failed inside this one, where its error was caught, never ended.
      while (begun !== undefined && begun.moduleId !== moduleId) begun = running.pop();
      if (begun === undefined) return;
      const inputShape = inputs[0]?.shape ?? [];
      calls[begun.index] = { moduleId, inputShape, outputShape: output.shape };
      observer.end?.(moduleId);
    },
  });
  try {
    const output = model.call(input);
    const finished = calls.filter((call) => call !== null);
    return { trace: { nodes, inputShapes: [input.shape], calls: finished }, output };
  } finally {
    remove();
  }
}
