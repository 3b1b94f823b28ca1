import { baselineOf, looksLikeBaseline, renderBaseline } from '../../../check/baseline.js';
import type { BaselineDocument } from '../../../documents/baseline.js';
import type { SummaryDocument } from '../../../documents/summary.js';
import { makeFolderOf, parseJson, readIfPresent, writeAtomically } from '../../files.js';
import { UsageError } from '../../usage.js';

/**
 * Reads a baseline; null if there is no such file.
 * @throws FileError if it is no baseline that can be read.
 */
export async function readBaselineFile(path: string): Promise<BaselineDocument | null> {
  const text = await readIfPresent(path);
  if (text === null) return null;
  const { readBaseline } = await import('../../../documents/read.js');
  return readBaseline(parseJson(text, path), path);
}

/**
 * Writes a baseline, unless it is there already byte for byte.
 * @throws UserError if the file is something else, of a newer release, or cannot be written.
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
  await writeAtomically(path, text, '--baseline');
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
  const { refuseLater } = await import('../../../documents/read.js');
  refuseLater(value, path);
}
