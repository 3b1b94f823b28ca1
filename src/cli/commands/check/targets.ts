import { relative, resolve } from 'node:path';
import { type Limits, limitsOf } from '../../../check/limits.js';
import { EXACT } from '../../../check/tolerance.js';
import type { ConfigEntry } from '../../../documents/config.js';
import { parseTolerance, type Tolerance } from '../../../documents/tolerance.js';
import { modelLabel } from '../../../models/registry.js';
import { totalsFor } from '../../../summary/totals.js';
import { printable } from '../../../text/escape.js';
import { joinWords } from '../../../text/words.js';
import type { EngineFlags } from '../../flags/engine.js';
import { chooseModel, type ModelFlags } from '../../flags/model.js';
import { flagOf } from '../../flags/option.js';
import type { OutputFlags } from '../../flags/output.js';
import type { ProcessLike } from '../../process.js';
import { UsageError } from '../../usage.js';
import type { ReportFormat } from '../../write.js';
import { loadConfig, unusedBaselines } from './config.js';

/** The flags of `se-resnet check`. */
export interface CheckFlags extends ModelFlags, EngineFlags, OutputFlags<ReportFormat> {
  readonly limits: Limits;
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
  /** The place where a configuration lists it, for messages. */
  readonly place: string | null;
}

/** What is to be checked. */
export interface Targets {
  readonly targets: readonly Target[];
  /** The file of the configuration that lists them; null if flags name the one model. */
  readonly config: string | null;
}

/**
 * What is to be checked: the model that the flags describe, or those of a configuration.
 * @param given the flags that say what is checked, of those that were given
 * @throws UserError if there is nothing to check, or nothing to hold it against.
 */
export async function targetsOf(
  flags: CheckFlags,
  given: readonly string[],
  process: ProcessLike,
): Promise<Targets> {
  if (given.length === 0) return configuredTargets(flags, process);
  if (flags.config !== undefined) {
    throw new UsageError(
      `${given[0] ?? ''} cannot stand beside --config, which says what is checked.`,
      'Leave out one of the two.',
    );
  }
  const { limits, tolerance = EXACT, baseline = null } = flags;
  if (baseline === null && limits.exact.size + limits.most.size === 0) {
    throw new UsageError(
      'There is nothing to hold the model against.',
      `Give it --baseline, or ${joinWords(
        totalsFor('check').map(flagOf),
        'or',
      )}, or one of these with --max- in front.`,
    );
  }
  const chosen = await chooseModel(flags);
  const name = flags.model ?? modelLabel(chosen);
  const target = { name, model: flags, limits, tolerance, baseline, place: null };
  return { targets: [target], config: null };
}

async function configuredTargets(flags: CheckFlags, { stderr }: ProcessLike): Promise<Targets> {
  const config = await loadConfig(flags.config);
  for (const path of await unusedBaselines(config)) {
    const note = `note: ${path} is a baseline that no entry of ${config.place} uses.`;
    stderr.write(`${printable(note)}\n`);
  }
  const targets = config.entries.map((entry, index) => ({
    name: entry.name,
    model: modelFlagsOf(entry),
    limits: limitsOf((name) => entry.limits?.[name]),
    tolerance: parseTolerance(entry.tolerance ?? '') ?? flags.tolerance ?? EXACT,
    baseline:
      entry.baseline === undefined
        ? null
        : relative('', resolve(config.folder, entry.baseline)) || '.',
    place: `${config.place}: ${config.prefix}[${String(index)}] "${entry.name}"`,
  }));
  return { targets, config: config.path };
}

/** The model of an entry; what it does not say keeps its default. */
function modelFlagsOf({ model, arch, options, inputSize, freeze = [] }: ConfigEntry): ModelFlags {
  return { model, arch, options, inputSize, freeze };
}
