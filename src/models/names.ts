import { UserError } from '../errors.js';
import { shown } from '../ops/arguments.js';
import { joinWords, nearestWords } from '../text/words.js';

/** What can be named. */
export interface KnownNames {
  /** Of networks and architectures: `se-resnet-50`, `timm/resnet50`, `timm/ResNet`. */
  readonly names: readonly string[];
  /** timm's earlier names, each with the one that has taken its place: `tv_resnet50`, `resnet50`. */
  readonly deprecated: ReadonlyMap<string, string>;
}

/** What a name means. */
export interface ResolvedName {
  /** One of the known names. */
  readonly name: string;
  /** What timm appends to the name of a network for its weights: `a1_in1k`; null if nothing was. */
  readonly tag: string | null;
}

/** The zoos, in the order in which they are listed. */
export const ZOOS = ['torchvision', 'timm', 'pytorchcv', 'pretrainedmodels'];

/** The sources, in the order in which they are offered. */
const SOURCES = [...ZOOS, 'paper'];

/** timm takes `hf-hub:` or `hf_hub:` before a name whose weights are on the hub. */
const HUB = /^hf[-_]hub:/;

/** The part of a name after its source. */
function bareName(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

/** The part of a name before the slash: `timm`; empty if there is none, as in the article's. */
export function sourceOf(name: string): string {
  return name.includes('/') ? name.slice(0, name.indexOf('/')) : '';
}

/**
 * What a name means: itself if it is known, with a source in front if one source alone has it, and without
 * the tag that timm appends for weights.
 * @throws UserError if there is no such name, several sources have it, or timm has given it up.
 */
export function resolveName(text: string, known: KnownNames): ResolvedName {
  const { names, deprecated } = known;
  if (names.includes(text)) return { name: text, tag: null };
  const given = text.replace(HUB, '');
  const [untagged = '', ...tags] = given.split('.');
  const tag = tags.length === 0 ? null : tags.join('.');
  // Only timm has tags.
  const isTimm = sourceOf(given) === 'timm' || (tag !== null && !given.includes('/'));
  if (tag !== null && (!isTimm || tag === '')) throw unknownModel(text, known);
  const wanted = isTimm && !untagged.includes('/') ? `timm/${untagged}` : untagged;
  const candidates = names.includes(wanted)
    ? [wanted]
    : names.filter((name) => name.includes('/') && bareName(name) === wanted);
  const [name] = candidates;
  if (name !== undefined && candidates.length === 1) return { name, tag };
  if (candidates.length > 1) throw ambiguousModel(wanted, candidates);
  const bare = bareName(wanted);
  const current = deprecated.get(bare);
  if (current !== undefined && ['', 'timm'].includes(sourceOf(wanted))) {
    throw new UserError(
      'deprecated-model',
      `timm has given up the name ${bare}; that network is timm/${current} now.`,
      { facts: { name: text, current: `timm/${current}` } },
    );
  }
  throw unknownModel(text, known);
}

function ambiguousModel(name: string, candidates: readonly string[]): UserError {
  const order = (candidate: string): number => SOURCES.indexOf(sourceOf(candidate));
  const sorted = [...candidates].sort((a, b) => order(a) - order(b));
  return new UserError(
    'ambiguous-model',
    `${name} is a network of several sources: ${joinWords(sorted, 'and')}.`,
    { hint: `Type one of them, such as ${sorted[0] ?? ''}.`, facts: { name, candidates: sorted } },
  );
}

/** The most names that a hint offers. */
const MOST_OFFERED = 5;

/** The error of a name that nothing has, with the nearest of all sources, those of the given one first. */
export function unknownModel(given: unknown, { names }: KnownNames): UserError {
  const facts = { name: given };
  const sentence = `There is no model ${shown(given)}.`;
  const lists = 'se-resnet list lists the models that have a name.';
  if (typeof given !== 'string') {
    return new UserError('unknown-model', sentence, { hint: lists, facts });
  }
  const source = sourceOf(given);
  const asked = given.replace(/\/$/, '');
  if (SOURCES.includes(asked)) {
    const hint = `se-resnet list ${asked}/ lists its networks.`;
    return new UserError('unknown-model', sentence, { hint, facts });
  }
  const wanted = bareName(given).split('.')[0] ?? '';
  // The nearest of the source that was named may be further away than another's, and the rest of a name be
  // longer than a misspelling.
  const own = names.filter((name) => source !== '' && sourceOf(name) === source);
  const begun = own
    .filter((name) => wanted !== '' && bareName(name).startsWith(wanted))
    .sort((a, b) => a.length - b.length)
    .slice(0, 1);
  const near = [...begun, ...nearestNames(wanted, own), ...nearestNames(wanted, names)];
  const offered = [...new Set(near)].slice(0, MOST_OFFERED);
  const hint = offered.length === 0 ? lists : `Did you mean ${offered.join(', ')}?`;
  return new UserError('unknown-model', sentence, { hint, facts });
}

/** The names that are nearest without their sources. */
function nearestNames(wanted: string, names: readonly string[]): string[] {
  const near = new Set(nearestWords(wanted, [...new Set(names.map(bareName))]));
  return names.filter((name) => near.has(bareName(name)));
}
