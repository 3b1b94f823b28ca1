import { Option as Flag } from '../commander.js';
import { badValue } from '../usage.js';

/**
 * A flag that names a file.
 * @param flags as commander takes them: `-o, --output <file>`
 */
export function fileOption(flags: string, words: string): Flag {
  const flag = new Flag(flags, words);
  return flag.argParser((path) => {
    if (path !== '') return path;
    throw badValue(flag.long ?? flags, path, 'the path of a file');
  });
}
