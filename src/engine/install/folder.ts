import { EngineError } from '../../errors.js';
import { systemCode, systemReason } from '../../system/error.js';

/** The hint of an error about the folder. */
export const OTHER_FOLDER = 'SE_RESNET_HOME names another folder for it.';

/**
 * Does something to the folder of an engine.
 * @param what it is, as the beginning of a sentence: `The tensorflow engine cannot be installed into`
 * @throws EngineError if the system refuses it, with the reason
 */
export async function inFolder<T>(
  folder: string,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new EngineError('folder', `${what} ${folder}: ${systemReason(error)}.`, {
      hint: OTHER_FOLDER,
      facts: { folder },
      cause: error,
    });
  }
}
