import { expect, it } from 'vitest';
import { planPass } from '../../src/engine/plan.js';
import { Pass } from '../../src/engine/pass.js';
import { Recorder } from '../../src/engine/record.js';
import type { Tensor } from '../../src/engine/tensor.js';
import { EngineError, ModelError } from '../../src/errors.js';
import { runOnBackend } from '../../src/compute.js';
import { runOnShapes } from '../../src/inspect.js';
import { add, relu, sigmoid } from '../../src/nn/functional.js';
import { BatchNorm2d, Module } from '../../src/nn/index.js';
import { initialWeights } from '../../src/weights/initialise.js';
import { describeEngines } from '../support/engines.js';

/** Does something else each time it runs. */
class Fickle extends Module {
  #runs = 0;

  override forward(x: Tensor): Tensor {
    return this.#runs++ === 0 ? relu(x) : sigmoid(x);
  }
}

/** Asks for one operation more each time it runs. */
class Growing extends Module {
  #runs = 0;

  override forward(x: Tensor): Tensor {
    this.#runs++;
    return Array.from({ length: this.#runs }).reduce<Tensor>((value) => relu(value), x);
  }
}

/** Asks for the same operations on other values. */
class Swapping extends Module {
  #runs = 0;

  override forward(x: Tensor): Tensor {
    const [first, second] = [relu(x), sigmoid(x)];
    return this.#runs++ === 0 ? add(first, second) : add(second, first);
  }
}

describeEngines('a pass', (_engine, backend) => {
  it.each([
    ['another operation', () => new Fickle(), 1],
    ['an operation more', () => new Growing(), 2],
    ['other inputs', () => new Swapping(), 3],
  ])(
    'refuses a forward function that asks for %s than the first time',
    (_what, make, operation) => {
      const model = make();
      const plan = planPass(runOnShapes(model, [2, 2]).recording, { fold: true });
      const run = () =>
        runOnBackend(model, new Float32Array(4), plan, backend(), initialWeights(model, 0));
      expect(run).toThrow(ModelError);
      expect(run).toThrow(`operation ${String(operation)} of the forward pass was not the one`);
    },
  );

  it('is an error where a number of the output is not finite', () => {
    // (1e38 - 0) / sqrt(1e-30 + 1e-5) is beyond the largest float32.
    const model = new BatchNorm2d(1);
    const plan = planPass(runOnShapes(model, [1, 1, 1, 2]).recording, { fold: true });
    const weights = initialWeights(model, 0);
    const run = () =>
      runOnBackend(model, Float32Array.of(1, 1e38), plan, backend(), (stored) =>
        stored === model.running_var ? Float32Array.of(1e-30) : weights(stored),
      );
    expect(run).toThrow(EngineError);
    expect(run).toThrow('gave numbers that are not finite');
  });

  it('refuses an input of another size than was planned for', () => {
    const model = new Fickle();
    const plan = planPass(runOnShapes(model, [2, 2]).recording, { fold: true });
    expect(() =>
      runOnBackend(model, new Float32Array(5), plan, backend(), initialWeights(model, 0)),
    ).toThrow('the input does not have the shape');
  });

  it('gives the output in order, with relu(x) + sigmoid(x) by hand', () => {
    const forward = (x: Tensor): Tensor => add(relu(x), sigmoid(x));
    const recorder = new Recorder([1, 2, 1, 2]);
    forward(recorder.input());
    const pass = new Pass(planPass(recorder.recording(), { fold: true }), backend(), () => {
      throw new Error('nothing here has weights');
    });
    const output = pass.read(forward(pass.input(Float32Array.of(0, 1, -2, 3))));
    pass.dispose();
    // sigmoid: 0.5, 0.731059, 0.119203, 0.952574
    [0.5, 1.731059, 0.119203, 3.952574].forEach((value, i) => {
      expect(output[i]).toBeCloseTo(value, 5);
    });
  });
});
