import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planPass } from '../../src/engine/plan.js';
import { ZOO } from '../../src/models/zoo/all.js';
import type { Op } from '../../src/ops/index.js';
import { summarise } from '../../src/summary/summarise.js';
import { record } from '../../src/trace/recorder.js';
import type { Recording } from '../../src/trace/recording.js';
import { spanSums } from '../../src/trace/spans.js';
import { keysOf } from '../../src/text/keys.js';
import { expectClose } from '../support/closeness.js';
import { describeEngines } from '../support/engines.js';
import { fixture } from '../support/fixtures.js';
import { renderAsked } from '../support/tables.js';
import { formulaInput, formulaWeights } from '../support/formula-weights.js';
import {
  askedOf,
  buildZoo,
  readZoo,
  readZooRows,
  ZOO_TOTALS,
  type ZooCase,
  zooFiles,
} from '../support/zoo.js';

/** What CPython's object of a tensor's storage takes by itself, which torchinfo counts as the input's. */
const STORAGE_BYTES = 56;

/** Of the largest |logit|. */
const TOLERANCE = 1e-4;

const SOURCES = ['torchvision', 'timm', 'pytorchcv', 'pretrainedmodels'];

it('has every name that the lists of the zoos have', () => {
  const named = readZooRows('names.tsv').filter(({ verdict }) => verdict !== 'out');
  const expected = named.map(({ source, name }) => `${source ?? ''}/${name ?? ''}`);
  const found = ZOO.flatMap(({ variants }) => variants.map(({ name }) => name));
  const ofZoos = found.filter((name) => SOURCES.some((source) => name.startsWith(`${source}/`)));
  expect(ofZoos.sort()).toEqual(expected.sort());
});

describe('every row of the zoos has its parameters, multiply-accumulates and shapes', () => {
  const rows = readZooRows('zoo.tsv');
  it.each(rows)('$source $name $input', (row) => {
    const { source = '', name = '', input = '' } = row;
    const recording = record(buildZoo({ source, name }), [input.split('x').map(Number)]);
    const [root] = recording.nodes;
    const [pass] = recording.calls;
    if (pass === undefined) throw new Error('the model was not called');
    expect(root?.params).toBe(Number(row['params']));
    expect(spanSums(recording).flops(pass)).toBe(2 * Number(row['macs_conv_linear']));
    expect(pass.outputShapes.map((shape) => shape.join('x'))).toEqual([row['output']]);
  });
});

describe("every network's convolutions and linear layers are the zoo's", () => {
  const rows = readZooRows('signatures.tsv');
  const networks = new Map(readZoo('networks.json').map((network) => [nameOf(network), network]));
  it.each([...networks.values()])('$source $name', (network) => {
    const found = signaturesOf(record(buildZoo(network), [network.input]));
    const own = rows.filter(
      ({ source = '', name = '' }) => nameOf({ source, name }) === nameOf(network),
    );
    const expected = own.map((row): [string, number] => [
      SIGNATURE.map((column) => row[column] ?? '').join(' '),
      Number(row['count']),
    ]);
    expect(expected.length).toBeGreaterThan(0);
    expect(found).toEqual(new Map(expected));
  });
});

describe("every state dict has the zoo's names, shapes and types, in its order", () => {
  it.each(zooFiles('keys'))('$source $name', ({ source, name }) => {
    const expected: unknown = JSON.parse(
      readFileSync(fixture('zoo', 'keys', `${source}.${name}.json`), 'utf8'),
    );
    const found = buildZoo({ source, name })
      .stateDict()
      .map(([key, stored]) => [key, stored.shape, 'dtype' in stored ? stored.dtype : 'float32']);
    expect(found).toEqual(expected);
  });
});

describe.each(['1.6', '1.8'] as const)("torchinfo %s's tables of the zoos", (release) => {
  const tables = Object.entries(readZoo('tables/index.json')).map(([title, table]) => ({
    title,
    ...table,
  }));
  // A column that only 1.8 has.
  const made = tables.filter((table) => release in table.totals);
  it.each(made)('$title', ({ title, ...table }) => {
    const recording = record(buildZoo(table), [table.torchinfo.input_size]);
    const summary = summarise(recording, release);
    expect(renderAsked(summary, askedOf(table))).toBe(
      readFileSync(fixture('zoo', 'tables', release, `${title}.txt`), 'utf8'),
    );
    const expected = table.totals[release];
    for (const key of keysOf(ZOO_TOTALS)) {
      const extra = key === 'inputBytes' ? STORAGE_BYTES : 0;
      expect(summary.totals[key] + extra, key).toBe(expected[ZOO_TOTALS[key]]);
    }
  });
});

describeEngines('the logits of the zoos', (engine, executor) => {
  const cases = Object.entries(readZoo('logits.json')).map(([title, entry]) => ({
    title,
    ...entry,
  }));
  it.each(cases)('$title', async (entry) => {
    const model = buildZoo(entry);
    const plan = planPass(record(model, [entry.input]), engine.folds);
    // Of the fan-in, as make_logits.py has it: this gain is a factor of the weight.
    const weights = formulaWeights(model, 24 * entry.gain ** 2);
    const { outputs } = await executor().execute(plan, weights, [formulaInput(entry.input)]);
    expectClose(outputs[0]?.data ?? [], entry.logits.flat(), TOLERANCE);
  });
});

function nameOf({ source, name }: ZooCase): string {
  return `${source}.${name}`;
}

const SIGNATURE = [
  'kind',
  'in',
  'out',
  'kernel',
  'stride',
  'padding',
  'dilation',
  'groups',
  'bias',
];

/** How many convolutions and linear layers of each kind there are, in the words of signatures.tsv. */
function signaturesOf({ operations }: Recording): Map<string, number> {
  const layers = new Map(
    operations.flatMap(({ op }) => {
      const signature = signatureOf(op);
      return signature === null || !('weight' in op) ? [] : [[op.weight, signature] as const];
    }),
  );
  const counts = new Map<string, number>();
  for (const signature of layers.values()) counts.set(signature, (counts.get(signature) ?? 0) + 1);
  return counts;
}

function signatureOf(op: Op): string | null {
  if (op.kind === 'linear') {
    const [out, inputs] = op.weight.shape;
    return ['linear', inputs, out, '', '', '', '', '', op.bias === null ? 0 : 1].join(' ');
  }
  if (!('weight' in op && 'groups' in op)) return null;
  const { weight, bias, stride, padding, dilation, groups } = op;
  const [out, inPerGroup = 0, kernel] = weight.shape;
  const sliding = [stride, padding, dilation].map((along) => along[0]);
  const ends = [groups, bias === null ? 0 : 1];
  return [op.kind, inPerGroup * groups, out, kernel, ...sliding, ...ends].join(' ');
}
