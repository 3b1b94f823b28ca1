import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { jsonSchemas } from '../../src/documents/json-schemas.js';
import { readBaselineFixture } from '../support/documents.js';
import { run } from '../support/run.js';
import { type DocumentName, schemaErrors } from '../support/schema.js';

const FOLDER = new URL('../../dist/schema/', import.meta.url);

const NAMES: readonly DocumentName[] = [
  'summary',
  'baseline',
  'config',
  'check',
  'compare',
  'list',
  'engines',
];

describe('the JSON Schemas', () => {
  it('are written by the build, as the definitions say', () => {
    const schemas = jsonSchemas();
    const written = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
    expect(written.sort()).toEqual(Object.keys(schemas).sort());
    for (const [name, schema] of Object.entries(schemas)) {
      expect(readFileSync(new URL(name, FOLDER), 'utf8')).toBe(
        `${JSON.stringify(schema, null, 2)}\n`,
      );
    }
  });

  it('can be imported from the package', () => {
    const require = createRequire(import.meta.url);
    for (const name of NAMES) {
      expect(require.resolve(`se-resnet/schema/${name}.json`)).toMatch(
        new RegExp(`schema.${name}\\.json$`),
      );
    }
  });

  it('are published', () => {
    const parse: (text: string) => { files: string[] } = JSON.parse;
    const manifest = parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(manifest.files).toContain('dist');
  });

  it('say what flops and mult-adds are', () => {
    const text = readFileSync(new URL('summary.json', FOLDER), 'utf8');
    expect(text).toContain(
      'Floating-point operations of convolutions, linear layers and matrix products alone, for the ' +
        'whole batch: 2 x their multiply-accumulates',
    );
    expect(text).toContain('Biases, BatchNorm, activations and pooling are not counted.');
    expect(text).toContain('Multiply-accumulates as torchinfo counts them');
  });

  it('refuse what is not the document', async () => {
    const baseline = readBaselineFixture('se-resnet-18');
    const { stdout } = await run(['summary', '--engine', 'meta', '--depth', '18', '--json']);
    const summary: unknown = JSON.parse(stdout);
    expect(schemaErrors('baseline', baseline)).toEqual([]);
    expect(schemaErrors('summary', summary)).toEqual([]);
    expect(schemaErrors('baseline', summary)).not.toEqual([]);
    expect(schemaErrors('summary', baseline)).not.toEqual([]);
    expect(schemaErrors('baseline', { ...baseline, schemaVersion: 1 })).not.toEqual([]);
    const totals = Object.entries(baseline.totals).filter(([key]) => key !== 'flops');
    expect(
      schemaErrors('baseline', { ...baseline, totals: Object.fromEntries(totals) }),
    ).not.toEqual([]);
  });

  it('hold for every committed baseline', () => {
    for (const file of readdirSync(new URL('../../fixtures/baselines/', import.meta.url))) {
      const baseline = readBaselineFixture(file.replace('.json', ''));
      expect(schemaErrors('baseline', baseline)).toEqual([]);
    }
  });
});
