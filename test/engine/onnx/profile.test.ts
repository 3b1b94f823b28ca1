import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { profiledNodes, withProfile } from '../../../src/engine/onnx/profile.js';
import { rejectionOf } from '../../support/errors.js';
import { setVariable, temporaryFolder } from '../../support/temporary.js';

const event = (name: string, dur: number, shapes: unknown, cat = 'Node'): object => ({
  cat,
  name,
  dur,
  args: { op_name: 'Conv', output_type_shape: shapes },
});

describe('profiledNodes', () => {
  it('are those that ran, with milliseconds and the shape of the first output', () => {
    const events = [
      event('model_run', 900, [], 'Session'),
      event('step0_fence_before', 1, []),
      event('step0_kernel_time', 1500, [{ float: [1, 64, 7, 7] }]),
      event('step1.0_kernel_time', 2, [{ float: [] }, { int64: [3] }]),
    ];
    expect(profiledNodes(JSON.stringify(events))).toEqual([
      { name: 'step0', milliseconds: 1.5, shape: [1, 64, 7, 7] },
      { name: 'step1.0', milliseconds: 0.002, shape: [] },
    ]);
  });

  it('leave out what is not as it should be', () => {
    const events = [
      null,
      7,
      { cat: 'Node' },
      event('step0_kernel_time', 1, []),
      event('step1_kernel_time', 1, [{ float: ['N'] }]),
      event('step2_kernel_time', 1, 'none'),
    ];
    expect(profiledNodes(JSON.stringify(events))).toEqual([]);
  });

  it.each(['', '[', '{}', 'null'])('are an error in what is no list: %j', (text) => {
    expect(() => profiledNodes(text)).toThrow();
  });
});

describe('withProfile', () => {
  let folder: string;

  beforeEach(() => {
    folder = temporaryFolder();
    setVariable('TMPDIR', folder);
  });

  it('gives what was written, in a folder that others cannot read and that is gone afterwards', async () => {
    let mode = 0;
    const { result, nodes } = await withProfile((prefix) => {
      mode = statSync(dirname(prefix)).mode & 0o777;
      const events = [event('step0_kernel_time', 1000, [{ float: [2] }])];
      writeFileSync(`${prefix}_2026.json`, JSON.stringify(events));
      return Promise.resolve('done');
    });
    expect([result, nodes]).toEqual(['done', [{ name: 'step0', milliseconds: 1, shape: [2] }]]);
    if (process.platform !== 'win32') expect(mode).toBe(0o700);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing behind after an error', async () => {
    const error = new Error('no memory');
    const failing = withProfile((prefix) => {
      writeFileSync(`${prefix}_2026.json`, '[');
      return Promise.reject(error);
    });
    expect(await rejectionOf(failing)).toBe(error);
    expect(readdirSync(folder)).toEqual([]);
  });

  const hint = `${process.platform === 'win32' ? 'TEMP' : 'TMPDIR'} can name another folder for it.`;

  it.each(['[{ "cat": "No', '{}', ''])(
    'is an error that names the folder if the disk was full: %j',
    async (written) => {
      const cut = withProfile((prefix) => {
        writeFileSync(`${prefix}_2026.json`, written);
        return Promise.resolve('done');
      });
      expect(await rejectionOf(cut)).toMatchObject({
        name: 'EngineError',
        code: 'failed',
        message: `The onnxruntime engine failed to measure times: its profile in ${folder} is not whole`,
        hint,
        facts: { engine: 'onnxruntime' },
      });
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('is an error before any work if there is no folder for temporary files', async () => {
    const missing = join(folder, 'missing');
    process.env['TMPDIR'] = missing;
    let worked = false;
    const failing = withProfile(() => {
      worked = true;
      return Promise.resolve();
    });
    expect(await rejectionOf(failing)).toMatchObject({
      code: 'failed',
      message:
        `The onnxruntime engine failed to measure times: its profile in ${missing} ` +
        'cannot be written: its folder does not exist',
      hint,
    });
    expect(worked).toBe(false);
  });
});
