import { baselineOf, looksLikeBaseline, renderBaseline } from '../check/baseline.js';
import { UsageError } from '../errors.js';
import { makeFolderOf, parseJson, readIfPresent, writeWhole } from '../files.js';
import type { BaselineDocument } from '../schema/baseline.js';
import type { SummaryDocument } from '../schema/summary.js';

/**
 * Reads a baseline; null where there is no such file.
 * @throws FileError where it is no baseline that can be read.
 */
export async function readBaselineFile(path: string): Promise<BaselineDocument | null> {
  const text = await readIfPresent(path);
  if (text === null) return null;
  const { readBaseline } = await import('../schema/read.js');
  return readBaseline(parseJson(text, path), path);
}

/**
 * Writes a baseline, where it is not there yet byte for byte.
 * @throws UserError where the file is something else, of a newer release, or cannot be written.
 */
export async function updateBaseline(
  path: string,
  summary: SummaryDocument,
): Promise<'written' | 'unchanged'> {
  const text = renderBaseline(baselineOf(summary));
  const before = await readIfPresent(path);
  if (before === text) return 'unchanged';
  if (before !== null) await refuseToReplace(before, path);
  await makeFolderOf(path, '--baseline');
  await writeWhole(path, text, '--baseline');
  return 'written';
}

/** Only baselines are written over, broken ones too, but not those of a newer release. */
async function refuseToReplace(text: string, path: string): Promise<void> {
  if (!looksLikeBaseline(text)) {
    throw new UsageError(
      `--update would write over ${path}, which is not a baseline.`,
      'Name another file with --baseline, or remove this one.',
    );
  }
  let value: unknown;
  try {
    value = parseJson(text, path);
  } catch {
    return;
  }
  const { refuseLater } = await import('../schema/read.js');
  refuseLater(value, path);
}
