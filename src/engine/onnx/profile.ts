import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '../../errors.js';
import type { Shape } from '../../ops/shape.js';
import { systemReason } from '../../system/error.js';
import { isRecord } from '../../text/keys.js';
import { NAME } from './runtime.js';

/** What the runtime measured of one node. */
export interface ProfiledNode {
  readonly name: string;
  /** Whole microseconds, as the runtime counts them, in milliseconds. */
  readonly milliseconds: number;
  /** The shape that its first output really had. */
  readonly shape: Shape;
}

const FILE_PREFIX = 'profile';

/**
 * Does something that writes a profile, and gives what it wrote. The file lies in a folder that this user
 * alone can read, and is gone afterwards, also after an error.
 * @param work is given the prefix of the file's path
 * @throws EngineError if there can be no such folder, or what was written is no profile; what work throws
 */
export async function withProfile<T>(
  work: (prefix: string) => Promise<T>,
): Promise<{ result: T; nodes: readonly ProfiledNode[] }> {
  const folder = await makeFolder();
  try {
    const result = await work(join(folder, FILE_PREFIX));
    return { result, nodes: await readProfile(folder) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'se-resnet-'));
  } catch (error) {
    throw profileFault(`cannot be written: ${systemReason(error)}`, error);
  }
}

async function readProfile(folder: string): Promise<ProfiledNode[]> {
  try {
    const names = await readdir(folder);
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    return texts.flatMap(profiledNodes);
  } catch (error) {
    // On a full disk the runtime ends it anywhere, and says nothing.
    throw profileFault('is not whole', error);
  }
}

/**
 * The error of a profile that is not as it should be.
 * @param fault the end of a sentence about it
 */
export function profileFault(fault: string, cause?: unknown): EngineError {
  return new EngineError(
    'failed',
    `The ${NAME} engine failed to measure times: its profile in ${tmpdir()} ${fault}`,
    { hint: `${TEMPORARY} can name another folder for it.`, facts: { engine: NAME }, cause },
  );
}

/** The variable that {@link tmpdir} reads first. */
const TEMPORARY = process.platform === 'win32' ? 'TEMP' : 'TMPDIR';

/**
 * The nodes that a profile tells of, in the order in which they ran. It is a list of Chrome's trace events
 * (https://onnxruntime.ai/docs/performance/tune-performance/profiling-tools.html).
 * @throws Error if it is none
 */
export function profiledNodes(text: string): ProfiledNode[] {
  const events: unknown = JSON.parse(text);
  if (!Array.isArray(events)) throw new Error('the profile is no list');
  return events.flatMap((event: unknown): ProfiledNode[] => {
    if (!isRecord(event) || event['cat'] !== 'Node') return [];
    const { name, dur, args } = event;
    if (typeof name !== 'string' || !name.endsWith(SUFFIX) || typeof dur !== 'number') return [];
    const shape = firstShape(isRecord(args) ? args['output_type_shape'] : null);
    if (shape === null) return [];
    return [{ name: name.slice(0, -SUFFIX.length), milliseconds: dur / 1000, shape }];
  });
}

const SUFFIX = '_kernel_time';

/** Of a list like `[{ "float": [1, 64, 56, 56] }]`. */
function firstShape(types: unknown): Shape | null {
  const first: unknown = Array.isArray(types) ? types[0] : null;
  if (!isRecord(first)) return null;
  const [shape] = Object.values(first);
  const isShape = (value: unknown): value is Shape =>
    Array.isArray(value) && value.every((size) => typeof size === 'number');
  return isShape(shape) ? shape : null;
}
