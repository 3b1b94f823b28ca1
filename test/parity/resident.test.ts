import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allEngines } from '../../src/engine/list.js';
import { planPass } from '../../src/engine/plan.js';
import { createModel } from '../../src/models/create.js';
import { record } from '../../src/trace/recorder.js';
import type { Recording } from '../../src/trace/recording.js';
import { chooseEngines } from '../support/engine-choice.js';
import { type MemoryPoint, readJson } from '../support/fixtures.js';

const POINTS = readJson('memory.json');
const ENGINES = await allEngines();

const recordings = new Map<string, Recording>();

function recordingOf({ depth, batch, size, numClasses = 1000 }: MemoryPoint): Recording {
  const key = [depth, batch, size, numClasses].join();
  const known = recordings.get(key);
  if (known !== undefined) return known;
  const model = createModel(`se-resnet-${String(depth)}`, { numClasses });
  const recording = record(model, [[batch, 3, size, size]]);
  recordings.set(key, recording);
  return recording;
}

/** The share of what was measured by which the prediction is above it. */
function excess(point: MemoryPoint): number {
  const engine = ENGINES.find(({ name }) => name === point.engine);
  if (engine === undefined) throw new Error(`there is no engine ${point.engine}`);
  const plan = planPass(recordingOf(point), point.fold ? engine.folds : []);
  const { residentBytes } = engine.predict(plan, { threads: point.threads });
  return (point.beforeBytes + residentBytes) / point.peakBytes - 1;
}

describe.each(['onnxruntime', 'tensorflow', 'wasm'])(
  'the resident memory of a pass on %s',
  (name) => {
    const points = POINTS.filter(({ engine }) => engine === name);

    it('was measured from small to large', () => {
      const range = (values: readonly number[]) => [Math.min(...values), Math.max(...values)];
      expect(range(points.map(({ depth }) => depth))).toEqual([18, 152]);
      expect(range(points.map(({ batch }) => batch))).toEqual([1, 16]);
      expect(range(points.map(({ size }) => size))).toEqual([64, 448]);
      expect(points.length).toBeGreaterThan(70);
      for (const threads of [1, 2, 4, 8])
        expect(points.map((point) => point.threads)).toContain(threads);
      for (const fold of [true, false]) expect(points.map((point) => point.fold)).toContain(fold);
    });

    it.each(points)(
      'is within 15% of what was measured: depth $depth, $batch x $size, threads $threads, folded: $fold',
      (point) => {
        expect(Math.abs(excess(point))).toBeLessThan(0.15);
      },
    );

    it('is rarely above what is predicted, and never by much, since the system ends a process for it', () => {
      const below = points.map((point) => -excess(point)).filter((share) => share > 0.02);
      expect(Math.max(...below, 0)).toBeLessThan(0.05);
      expect(below.length / points.length).toBeLessThan(0.1);
    });
  },
);

const BIN = fileURLToPath(new URL('../../bin/se-resnet.js', import.meta.url));

/** Has a process say its peak, as Linux counts it. */
const PROBE = `data:text/javascript,${encodeURIComponent(
  `import { readFileSync } from 'node:fs';
   process.on('exit', () => {
     console.error(/VmHWM:\\s+(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
   });`,
)}`;

// The compiled program; `npm test` builds it first.
describe.runIf(process.platform === 'linux')('the resident memory of the command', () => {
  it.each(chooseEngines(ENGINES).tested.map(({ name }) => name))(
    // On whatever Node and processor this is.
    'on %s is what it tells in JSON, within a quarter',
    (name) => {
      const flags = ['--depth', '50', '--input-size', '2x3x112x112', '--engine', name, '--json'];
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        ['--import', PROBE, BIN, 'summary', ...flags],
        { encoding: 'utf8' },
      );
      expect(status).toBe(0);
      const parse: (text: string) => { engine: { predictedResidentBytes: number } } = JSON.parse;
      const { predictedResidentBytes } = parse(stdout).engine;
      const share = predictedResidentBytes / (1024 * Number(stderr.trim()));
      expect(share).toBeGreaterThan(0.75);
      expect(share).toBeLessThan(1.25);
    },
  );
});
