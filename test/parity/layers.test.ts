import { describe, expect, it } from 'vitest';
import { planPass } from '../../src/engine/plan.js';
import * as nn from '../../src/nn/index.js';
import { record } from '../../src/trace/recorder.js';
import { expectClose } from '../support/closeness.js';
import { describeEngines } from '../support/engines.js';
import { type LayerCase, readJson } from '../support/fixtures.js';
import { formulaInput, formulaWeights } from '../support/formula-weights.js';

/** Of the largest |value|. */
const TOLERANCE = 1e-5;

/** Of the formula, in fixtures/scripts/make_layers.py. */
const GAIN = 24;

/** The arguments that stand by themselves here; all others are options. */
const PLACED: Readonly<Record<string, readonly string[]>> = {
  AdaptiveAvgPool2d: ['output_size'],
  AdaptiveMaxPool2d: ['output_size'],
  AvgPool2d: ['kernel_size'],
  Conv1d: ['in_channels', 'out_channels'],
  GroupNorm: ['num_groups', 'num_channels'],
  MaxPool2d: ['kernel_size'],
};

/** torch's name of an argument as it is here. */
function camelCase(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

function build({ layer, options }: LayerCase): nn.AnyModule {
  const placed = PLACED[layer] ?? [];
  const others = Object.entries(options).filter(([name]) => !placed.includes(name));
  const named = Object.fromEntries(others.map(([name, value]) => [camelCase(name), value]));
  const constructor: unknown = Reflect.get(nn, layer);
  if (typeof constructor !== 'function') throw new Error(`nn has no ${layer}`);
  const made: unknown = Reflect.construct(constructor, [
    ...placed.map((name) => options[name]),
    ...(others.length > 0 ? [named] : []),
  ]);
  if (isModule(made)) return made;
  throw new Error(`${layer} is no module`);
}

function isModule(value: unknown): value is nn.AnyModule {
  return value instanceof nn.Module;
}

const CASES = readJson('layers.json').map(
  (entry) => [`${entry.layer} ${JSON.stringify(entry.options)}`, entry] as const,
);

describe("torch's state dict", () => {
  it.each(CASES)('%s', (_name, entry) => {
    const own = build(entry).stateDict();
    expect(own.map(([name, { shape }]) => [name, shape])).toEqual(entry.stateDict);
  });
});

describeEngines("torch's modules", ({ folds }, executor) => {
  it.each(CASES)('%s', async (_name, entry) => {
    const model = build(entry);
    const plan = planPass(record(model, entry.inputs), folds);
    const inputs = entry.inputs.map((shape) => formulaInput(shape));
    const { outputs } = await executor().execute(plan, formulaWeights(model, GAIN), inputs);
    expect(outputs.map(({ shape }) => shape)).toEqual([entry.outputShape]);
    expectClose(outputs[0]?.data ?? [], entry.output, TOLERANCE);
  });
});
