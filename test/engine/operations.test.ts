import { describe, expect, it } from 'vitest';
import { planPass } from '../../src/engine/plan.js';
import { expectClose } from '../support/closeness.js';
import { describeEngines } from '../support/engines.js';
import { readJson } from '../support/fixtures.js';
import { type Detour, fixtureWeights, recordingOf } from '../support/recordings.js';

/** Of the largest |value|. */
const TOLERANCE = 1e-5;

const CASES = readJson('ops.json');
const WITH_IMAGES = CASES.filter(({ inputs }) => inputs.some(({ shape }) => shape.length === 4));
const OF_SEVERAL = WITH_IMAGES.filter(({ inputs }) => inputs.length > 1);

/**
 * How the inputs lie in an engine's memory depends on what made them: a convolution may leave its
 * channels last, a reshape cannot.
 */
const FORMS: [form: string, cases: typeof CASES, detourOf: (index: number) => Detour][] = [
  ['of inputs as they are given', CASES, () => 'none'],
  ['of images out of a convolution', WITH_IMAGES, () => 'conv2d'],
  ['of images out of a reshape', WITH_IMAGES, () => 'reshape'],
  ['of one image out of each', OF_SEVERAL, (index) => (index % 2 === 0 ? 'conv2d' : 'reshape')],
  ['the other way round', OF_SEVERAL, (index) => (index % 2 === 0 ? 'reshape' : 'conv2d')],
];

describeEngines("PyTorch's outputs", ({ folds }, executor) => {
  describe.each(FORMS)('%s', (_form, cases, detourOf) => {
    it.each(cases)('$name', async (entry) => {
      const recording = recordingOf(entry, detourOf);
      const inputs = entry.inputs.map(({ data }) => Float32Array.from(data));
      for (const rules of [folds, []]) {
        const plan = planPass(recording, rules);
        const { outputs } = await executor().execute(plan, fixtureWeights, inputs);
        expect(outputs.map(({ shape }) => shape)).toEqual([entry.output.shape]);
        expectClose(outputs[0]?.data ?? [], entry.output.data, TOLERANCE);
      }
    });
  });
});
