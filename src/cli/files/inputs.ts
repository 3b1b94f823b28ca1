import { UsageError } from '../usage.js';
import { identityOf } from './target.js';

/** A file that a command reads. */
export interface InputFile {
  readonly path: string;
  /** What it is, for a sentence. */
  readonly words: string;
}

/**
 * Refuses to write a result over what it is made from, whatever the spelling and the links.
 * @throws UsageError
 */
export async function refuseToReplaceInput(
  output: string | undefined,
  inputs: readonly InputFile[],
): Promise<void> {
  if (output === undefined) return;
  const identity = await identityOf(output);
  if (identity === null) return;
  for (const { path, words } of inputs) {
    if ((await identityOf(path)) !== identity) continue;
    const spelled = path === output ? '' : ` (${path})`;
    throw new UsageError(
      `--output names ${output}, which is ${words}${spelled} too, and would be written over.`,
      'Name another file.',
    );
  }
}
