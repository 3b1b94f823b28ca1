import { beforeAll, describe, expect, it } from 'vitest';
import type { Shape } from '../../src/engine/shape.js';
import { planPass } from '../../src/engine/plan.js';
import { runOnBackend } from '../../src/compute.js';
import { runOnShapes } from '../../src/inspect.js';
import { NAMED_DEPTHS } from '../../src/models/catalog.js';
import type { ModuleCall } from '../../src/trace/trace.js';
import { describeEngines } from '../support/engines.js';
import { formulaInput } from '../support/formula-weights.js';
import { namedModel } from '../support/models.js';

const INPUT: Shape = [1, 3, 32, 32];

describeEngines('meta and the engine agree on every shape', (_engine, backend) => {
  describe.each([...NAMED_DEPTHS.keys()])('depth %i', (depth) => {
    const model = namedModel(depth);
    const shapes = runOnShapes(model, INPUT);
    let calls: readonly ModuleCall[] = [];

    beforeAll(() => {
      const plan = planPass(shapes.recording, { fold: true });
      const ones = (length: number) => new Float32Array(length).fill(1e-4);
      calls = runOnBackend(model, formulaInput(INPUT), plan, backend(), ({ shape }) =>
        ones(shape.reduce((product, size) => product * size, 1)),
      ).trace.calls;
    });

    it('of every call', () => {
      expect(calls.length).toBeGreaterThan(depth);
      expect(calls).toEqual(shapes.trace.calls);
    });
  });
});
