import { relative, resolve } from 'node:path';
import { METRICS } from '../check/metrics.js';
import { EXACT, parseTolerance, type Tolerance } from '../check/tolerance.js';
import { badValue, UsageError } from '../errors.js';
import { nameOf } from '../models/catalog.js';
import { type EngineFlags, list, MODEL_DEFAULTS, type ModelFlags, modelSpec } from '../options.js';
import type { ProcessLike } from '../process.js';
import type { ConfigEntry, Limits } from '../schema/config.js';
import { loadConfig, unusedBaselines } from './check-config.js';
import type { CheckFormat } from './check-output.js';
import type { OutputFlags } from './output.js';

/** The flags of `se-resnet check`. */
export interface CheckFlags extends ModelFlags, EngineFlags, Limits, OutputFlags<CheckFormat> {
  readonly baseline?: string;
  readonly update?: boolean;
  readonly config?: string;
  readonly tolerance?: Tolerance;
  readonly warnOnly?: boolean;
}

/** A model to be checked. */
export interface Target {
  readonly name: string;
  readonly model: ModelFlags;
  readonly limits: Limits;
  readonly tolerance: Tolerance;
  /** The baseline's file, from the working folder. */
  readonly baseline: string | null;
  /** Where a configuration lists it, for messages. */
  readonly place: string | null;
}

/**
 * What is to be checked: the model that the flags describe, or those of a configuration.
 * @param given the flags that say what is checked, of those that were given
 * @throws UserError where there is nothing to check, or nothing to hold it against.
 */
export async function targetsOf(
  flags: CheckFlags,
  given: readonly string[],
  process: ProcessLike,
): Promise<Target[]> {
  if (given.length === 0) return configuredTargets(flags, process);
  if (flags.config !== undefined) {
    throw new UsageError(
      `${given[0] ?? ''} cannot stand beside --config, which says what is checked.`,
      'Leave out one of the two.',
    );
  }
  const limits: Limits = {};
  for (const { key, maxKey } of METRICS) {
    limits[key] = flags[key];
    limits[maxKey] = flags[maxKey];
  }
  const { tolerance = EXACT, baseline = null } = flags;
  if (baseline === null && Object.values(limits).every((limit) => limit === undefined)) {
    throw new UsageError(
      'There is nothing to hold the model against.',
      `Give it --baseline, or ${list(
        METRICS.map(({ flag }) => `--${flag}`),
        'or',
      )}, or one of these with --max- in front.`,
    );
  }
  const name = nameOf(modelSpec(flags));
  return [{ name, model: flags, limits, tolerance, baseline, place: null }];
}

async function configuredTargets(flags: CheckFlags, { stderr }: ProcessLike): Promise<Target[]> {
  const config = await loadConfig(flags.config);
  for (const path of await unusedBaselines(config)) {
    stderr.write(`note: ${path} is a baseline that no entry of ${config.place} uses.\n`);
  }
  return config.entries.map((entry, index) => ({
    name: entry.name,
    model: { ...MODEL_DEFAULTS, ...modelFlagsOf(entry) },
    limits: entry.limits ?? {},
    tolerance:
      entry.tolerance === undefined
        ? (flags.tolerance ?? EXACT)
        : toleranceOf(String(entry.tolerance)),
    baseline:
      entry.baseline === undefined ? null : relative('', resolve(config.folder, entry.baseline)),
    place: `${config.place}: [${String(index)}] "${entry.name}"`,
  }));
}

/** The flags that an entry gives a value to; the others keep their defaults. */
function modelFlagsOf({
  arch,
  depth,
  block,
  blocks,
  numClasses,
  reduction,
  inputSize,
  freeze,
}: ConfigEntry): Partial<ModelFlags> {
  return {
    ...(arch !== undefined && { arch }),
    ...(numClasses !== undefined && { numClasses }),
    ...(inputSize !== undefined && { inputSize }),
    ...(freeze !== undefined && { freeze }),
    depth,
    block,
    blocks,
    reduction,
  };
}

/**
 * Reads what `--tolerance` takes.
 * @throws UsageError where it is none.
 */
export function toleranceOf(text: string): Tolerance {
  const tolerance = parseTolerance(text);
  if (tolerance !== null) return tolerance;
  throw badValue('--tolerance', text, 'a number from 0, or a percentage such as 0.5%');
}
