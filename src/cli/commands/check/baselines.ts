import { baselineOf, looksLikeBaseline, renderBaseline } from '../../../check/baseline.js';
import type { BaselineDocument } from '../../../documents/baseline.js';
import type { SummaryDocument } from '../../../documents/summary.js';
import { isCutOff, parseJson } from '../../files/json.js';
import { readIfPresent } from '../../files/read.js';
import type { FileToWrite } from '../../files/write.js';
import { identityOf, isDevice } from '../../files/target.js';
import { UsageError } from '../../usage.js';
import type { Target } from './targets.js';

/** A baseline's file as it is. */
export interface BaselineFile {
  readonly path: string;
  /** What names it: a flag, or a place in a configuration. */
  readonly namedBy: string;
  /** Null if there is no such file. */
  readonly text: string | null;
}

/**
 * Reads a baseline's file to compare with; null if there is no such file.
 * @throws FileError if it is no baseline that can be read.
 */
export async function readBaselineFile(path: string): Promise<BaselineDocument | null> {
  const text = await readIfPresent(path);
  if (text === null) return null;
  const { readBaseline } = await import('../../../documents/read.js');
  return readBaseline(parseJson(text, path), path);
}

/**
 * Reads a baseline's file to write over it: only baselines are, broken ones too, but not those of a newer
 * release.
 * @throws UserError if the file is something else, of a newer release, or cannot be read.
 */
export async function readToUpdate(path: string, place: Target['place']): Promise<BaselineFile> {
  // A pipe may be one that nobody ever ends.
  if (await isDevice(path)) throw notABaseline(path, place);
  const text = await readIfPresent(path);
  if (text !== null) await refuseToReplace(text, path, place);
  return { path, text, namedBy: place ?? '--baseline' };
}

/** The file that makes a summary the baseline; null if it is that byte for byte. */
export function updatedBaseline(
  { path, namedBy, text: before }: BaselineFile,
  summary: SummaryDocument,
): FileToWrite | null {
  const text = renderBaseline(baselineOf(summary));
  return text === before ? null : { path, text, namedBy, makesFolders: true };
}

async function refuseToReplace(text: string, path: string, place: Target['place']): Promise<void> {
  let value: unknown;
  try {
    value = parseJson(text, path);
  } catch {
    if (await isBrokenBaseline(text)) return;
    throw notABaseline(path, place);
  }
  const { isBaseline, refuseLater } = await import('../../../documents/read.js');
  if (!isBaseline(value)) throw notABaseline(path, place);
  refuseLater(value, path);
}

/** What a merge leaves in a file whose changes conflict. */
const CONFLICT = /^(?:<{7}|={7}|>{7})/m;

/** Whether a text that is no JSON began as a baseline, and a merge or an interruption broke it. */
async function isBrokenBaseline(text: string): Promise<boolean> {
  return looksLikeBaseline(text) && (CONFLICT.test(text) || (await isCutOff(text)));
}

function notABaseline(path: string, place: Target['place']): UsageError {
  const what = `--update would write over ${path}, which is not a baseline.`;
  return place === null
    ? new UsageError(what, 'Name another file with --baseline, or remove this one.')
    : new UsageError(`${place}: ${what}`, 'Name another file there, or remove this one.');
}

/**
 * Refuses models that have one baseline between them, however it is spelled and linked.
 * @throws UsageError that names both
 */
export async function refuseSharedBaselines(targets: readonly Target[]): Promise<void> {
  const found = new Map<string, Target>();
  for (const target of targets) {
    const identity = target.baseline === null ? null : await identityOf(target.baseline);
    if (identity === null) continue;
    const other = found.get(identity);
    if (other === undefined) {
      found.set(identity, target);
      continue;
    }
    throw new UsageError(
      `${target.place ?? target.name} and "${other.name}" have one baseline, ` +
        `${[...new Set([other.baseline, target.baseline])].join(' and ')}, and each needs its own.`,
    );
  }
}
