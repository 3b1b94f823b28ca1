import type { Output } from '../process.js';

/** 0 for none, otherwise chalk's levels: 16, 256 or 16 million colours. */
export type ColourLevel = 0 | 1 | 2 | 3;

/**
 * The colours to use on a stream. FORCE_COLOR decides if it is set (as in Node), then NO_COLOR
 * (no-color.org), then whether the stream is a terminal that shows them.
 */
export function colourLevel(
  stream: Output,
  env: Readonly<Record<string, string | undefined>>,
): ColourLevel {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) {
    if (forced === '0' || forced === 'false') return 0;
    if (forced === '2') return 2;
    return forced === '3' ? 3 : 1;
  }
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return 0;
  if (stream.isTTY !== true || env['TERM'] === 'dumb') return 0;
  return env['COLORTERM'] === 'truecolor' ? 3 : 1;
}
