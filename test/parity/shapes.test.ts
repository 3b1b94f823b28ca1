import { describe, expect, it } from 'vitest';
import type { Execution, WeightSource } from '../../src/engine/engine.js';
import { type FoldRule, type Plan, planPass } from '../../src/engine/plan.js';
import type { Shape } from '../../src/ops/shape.js';
import { record } from '../../src/trace/recorder.js';
import { valueShapes } from '../../src/trace/recording.js';
import { describeEngines } from '../support/engines.js';
import { readJson } from '../support/fixtures.js';
import { formulaInput } from '../support/formula-weights.js';
import { NAMED_DEPTHS, namedModel } from '../support/models.js';
import { ODD } from '../support/odd.js';

const small: WeightSource = { fill: (_stored, target) => target.fill(1e-4) };

/** The shapes that the recording has for what the steps of a plan make. */
function recordedShapes({ steps }: Plan, shapes: readonly Shape[]): (Shape | undefined)[] {
  return steps.map(({ output }) => shapes[output]);
}

describeEngines('meta and the engine agree on every shape', (engine, executor) => {
  const rules: [folded: string, folds: readonly FoldRule[]][] = [
    ['folded', engine.folds],
    ['step by step', []],
  ];

  describe.each(rules)('%s', (_folded, folds) => {
    const execute = (plan: Plan): Promise<Execution> =>
      executor().execute(plan, small, plan.inputShapes.map(formulaInput), { steps: true });

    it.each(NAMED_DEPTHS)('of every step: depth %i', async (depth) => {
      const recording = record(namedModel(depth), [[1, 3, 32, 32]]);
      const plan = planPass(recording, folds);
      const { steps, outputs } = await execute(plan);
      expect(steps?.length).toBeGreaterThan(depth);
      expect(steps?.map(({ shape }) => shape)).toEqual(
        recordedShapes(plan, valueShapes(recording)),
      );
      expect(outputs.map(({ shape }) => shape)).toEqual([[1, 1000]]);
    });

    it.each(Object.entries(readJson('odd/cases.json')))('of every step: %s', async (name, odd) => {
      const model = ODD[name]?.();
      if (model === undefined) throw new Error(`there is no module ${name}`);
      const recording = record(model, odd.inputSizes);
      const shapes = valueShapes(recording);
      const plan = planPass(recording, folds);
      const { steps, outputs } = await execute(plan);
      expect(steps?.map(({ shape }) => shape)).toEqual(recordedShapes(plan, shapes));
      expect(outputs.map(({ shape }) => shape)).toEqual(
        recording.outputs.map((value) => shapes[value]),
      );
    });
  });
});
