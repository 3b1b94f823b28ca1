import type { Recording } from '../trace/recording.js';
import type { Summary, TorchinfoRelease } from './summary.js';
import { summarise16 } from './torchinfo-1.6.js';
import { summarise18 } from './torchinfo-1.8.js';

const RULES: Record<TorchinfoRelease, (recording: Recording) => Summary> = {
  '1.6': summarise16,
  '1.8': summarise18,
};

/** Makes a pass's summary by the rules of a torchinfo release. */
export function summarise(recording: Recording, release: TorchinfoRelease): Summary {
  return RULES[release](recording);
}
