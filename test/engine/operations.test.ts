import { describe, expect, it } from 'vitest';
import { planPass } from '../../src/engine/plan.js';
import { MaxPool2d } from '../../src/nn/index.js';
import type { MaxPool2dOptions } from '../../src/ops/arguments.js';
import { elementCount, type Shape } from '../../src/ops/shape.js';
import { record } from '../../src/trace/recorder.js';
import { expectClose } from '../support/closeness.js';
import { describeEngines } from '../support/engines.js';
import { readJson } from '../support/fixtures.js';
import { type Detour, fixtureWeights, noWeights, recordingOf } from '../support/recordings.js';

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

  // PyTorch 1.13's, which JSON cannot hold.
  it.each<[what: string, options: MaxPool2dOptions, input: Shape, output: Shape]>([
    ['before and after the input', { stride: 1, dilation: 3 }, [1, 1, 2, 2], [1, 1, 1, 1]],
    ['across alone', { stride: 1, dilation: [1, 3] }, [2, 1, 2, 2], [2, 1, 3, 1]],
    ['and over the end', { dilation: 3, ceilMode: true }, [1, 2, 1, 1], [1, 2, 1, 1]],
  ])('-Infinity, the maximum of padding %s', async (_what, options, input, output) => {
    const pool = new MaxPool2d(2, { padding: 1, ...options });
    const plan = planPass(record(pool, [input]), folds);
    const data = new Float32Array(elementCount(input)).fill(1);
    const { outputs } = await executor().execute(plan, noWeights, [data]);
    expect(outputs).toEqual([
      { shape: output, data: new Float32Array(elementCount(output)).fill(-Infinity) },
    ]);
  });
});
