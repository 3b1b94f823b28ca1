import { wholeNumberOption } from '../../option.js';

/** The reduction of an SE module, in both of timm's classes. */
export const seReduction = wholeNumberOption(
  { name: 'seReduction', words: 'channels are divided by this in an SE module', value: 'ratio' },
  1,
  16,
);
