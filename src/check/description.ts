import { NONE } from '../diff/words.js';
import type { SummaryDocument } from '../documents/summary.js';
import type { OptionValues } from '../models/option.js';
import { findArchitecture } from '../models/registry.js';

/** What documents say of a model and its inputs. */
type Described = Pick<SummaryDocument, 'model' | 'input' | 'inputs'>;

/** A value of a description, before and after, in words. */
interface ValueChange {
  /** `reduction` */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** In what the descriptions of two models and of their inputs differ. */
export interface DescriptionChanges {
  readonly model: readonly ValueChange[];
  readonly inputs: readonly ValueChange[];
}

/** Compares every value of two descriptions. */
export function descriptionChanges(before: Described, after: Described): DescriptionChanges {
  return {
    model: changes(modelValues(before), modelValues(after)),
    inputs: changes(inputValues(before), inputValues(after)),
  };
}

/** What differs between two descriptions, as sentences. */
export function descriptionNotes({ model, inputs }: DescriptionChanges): string[] {
  const values = model.map(({ name, before, after }) => `${name} ${before} → ${after}`);
  return [
    ...inputs.map(
      ({ name, before, after }) =>
        `The baseline was made at an ${name} of ${before}, and this run is at ${after}.`,
    ),
    ...(values.length === 0 ? [] : [`The baseline is of another model: ${values.join(', ')}.`]),
  ];
}

type Values = ReadonlyMap<string, string>;

function changes(before: Values, after: Values): ValueChange[] {
  return [...new Set([...after.keys(), ...before.keys()])]
    .map((name) => ({
      name,
      before: before.get(name) ?? NONE,
      after: after.get(name) ?? NONE,
    }))
    .filter((change) => change.before !== change.after);
}

function modelValues({ model }: Described): Values {
  const { name, type, arch, source } = model;
  return new Map([
    // What distinguishes models comes first, and what follows from it after that.
    ...Object.entries(optionsOf(model)).map(textOf),
    ...Object.entries({ name, type, arch }).map(textOf),
    ...Object.entries(source).map(([key, value]) => textOf([`source ${key}`, value])),
  ]);
}

/** The options of a model. One that a document does not have, since it is older, had its default. */
function optionsOf({ arch, options }: Described['model']): OptionValues {
  const architecture = arch === null ? undefined : findArchitecture(arch);
  return architecture === undefined || architecture.problems(options).length > 0
    ? options
    : { ...architecture.resolve(options), ...options };
}

function inputValues({ input, inputs = [input] }: Described): Values {
  return new Map(
    inputs.map(({ shape }, index) => [
      inputs.length === 1 ? 'input size' : `input size ${String(index + 1)}`,
      shape.join('x'),
    ]),
  );
}

function textOf([name, value]: [string, unknown]): [string, string] {
  if (value === null) return [name, NONE];
  return [name, typeof value === 'string' ? value : JSON.stringify(value).replaceAll(',', ', ')];
}
