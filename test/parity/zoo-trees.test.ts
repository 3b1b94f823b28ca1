import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Op } from '../../src/ops/index.js';
import { record } from '../../src/trace/recorder.js';
import type { ModuleCall, Recording } from '../../src/trace/recording.js';
import { fixture } from '../support/fixtures.js';
import { buildZoo, readZoo, zooFiles } from '../support/zoo.js';

/*
 * The trees of fixtures/zoo/trees, whose format fixtures/scripts/zoo/make_trees.py states: names, classes and
 * arguments of modules, and the order in which each calls its children. What it calls besides is left to the
 * logits.
 */

/** A place in a tree. */
interface Place {
  readonly path: string;
  readonly type: string;
  /** Those of a convolution, a pool, a linear layer or a BatchNorm ; null for others. */
  readonly arguments: Arguments | null;
  /** The paths of the modules that its first call calls, in order; null if it was never called. */
  readonly calls: readonly string[] | null;
}

/** Inputs of names whose usual input the references do not have: that of their kind. */
function inputOf(source: string, name: string): number[] {
  const known = readZoo('networks.json').find(
    (network) => network.source === source && network.name === name,
  );
  return known?.input ?? (/_(?:cifar|svhn)/.test(name) ? [1, 3, 32, 32] : [1, 3, 224, 224]);
}

describe("every tree is the zoo's, module by module", () => {
  it.each(zooFiles('trees'))('$source $name', ({ source, name }) => {
    const text = readFileSync(fixture('zoo', 'trees', `${source}.${name}.txt`), 'utf8');
    const recording = record(buildZoo({ source, name }), [inputOf(source, name)]);
    expect(placesOf(recording)).toEqual(readPlaces(text));
  });
});

/** A line of the fixture. */
interface Line {
  readonly level: number;
  readonly names: readonly string[];
  readonly type: string;
  readonly arguments: Arguments | null;
  readonly isUnused: boolean;
  readonly calls: readonly string[] | null;
  readonly below: Line[];
}

const LINE = /^( *)(?:([^ :]+): )?(\w+)\((.*?)\)(?: \{[^}]*\})?( unused)?(?: {3}calls (.*))?$/;

function readPlaces(text: string): Place[] {
  const [root, ...others] = text.trimEnd().split('\n').map(readLine);
  if (root === undefined) throw new Error('the tree is empty');
  const open: Line[] = [root];
  for (const line of others) {
    while ((open.at(-1)?.level ?? -1) >= line.level) open.pop();
    open.at(-1)?.below.push(line);
    open.push(line);
  }
  return placesUnder(root, '');
}

function readLine(text: string, index: number): Line {
  const [, blanks = '', name = '', type, given = '', unused, calls] = LINE.exec(text) ?? [];
  if (type === undefined) throw new Error(`a line that is not understood: ${text}`);
  return {
    level: index === 0 ? -1 : blanks.length / 2,
    names: namesOf(name),
    type,
    arguments: readArguments(type, given),
    isUnused: unused !== undefined,
    calls: calls === undefined ? null : calls.split(/ (?![^(]*\))/),
    below: [],
  };
}

/** `1..5` are equal neighbours, `unit2..unit4` too. */
function namesOf(text: string): string[] {
  const [, stem = '', from, until] = /^(.*?)(\d+)\.\.\1(\d+)$/.exec(text) ?? [];
  if (from === undefined || until === undefined) return [text];
  const count = Number(until) - Number(from) + 1;
  return Array.from({ length: count }, (_, index) => `${stem}${String(Number(from) + index)}`);
}

function placesUnder(line: Line, path: string): Place[] {
  const prefix = path === '' ? '' : `${path}.`;
  const children = line.below.flatMap((child) =>
    child.names.map((name) => ({ child, path: `${prefix}${name}` })),
  );
  const called = (line.calls ?? [])
    .filter((call) => !call.startsWith('~') && call !== 'nothing')
    .map((call) => (call.startsWith('/') ? call.slice(1) : `${prefix}${call}`));
  return [
    {
      path,
      type: line.type,
      arguments: line.arguments,
      calls: line.isUnused
        ? null
        : line.calls === null
          ? children.map((child) => child.path)
          : called,
    },
    ...children.flatMap(({ child, path: below }) => placesUnder(child, below)),
  ];
}

function placesOf(recording: Recording): Place[] {
  const { nodes, calls, operations } = recording;
  const paths = new Map(nodes.map(({ moduleId, path }) => [moduleId, path]));
  const first = new Map<number, (typeof calls)[number]>();
  for (const call of calls) if (!first.has(call.moduleId)) first.set(call.moduleId, call);
  return nodes.map(({ moduleId, path, type }) => {
    const call = first.get(moduleId);
    const op = call === undefined ? undefined : operations[call.start]?.op;
    return {
      path,
      type,
      arguments: op === undefined || !(type in DEFAULTS) ? null : argumentsOf(op),
      calls: call === undefined ? null : calledBy(recording, call).map((id) => paths.get(id) ?? ''),
    };
  });
}

/**
 * The modules that a call calls itself. A module is called by the nearest one above it in the tree that is
 * being called; no zoo calls what is not below.
 */
function calledBy({ nodes, calls }: Recording, caller: ModuleCall): number[] {
  const paths = new Map(nodes.map(({ moduleId, path }) => [moduleId, path]));
  const isAbove = (above: string, path: string): boolean =>
    above === '' || path.startsWith(`${above}.`);
  const open: ModuleCall[] = [];
  const found: number[] = [];
  for (const call of calls) {
    const path = paths.get(call.moduleId) ?? '';
    while (open.length > 0 && !isAbove(paths.get(open.at(-1)?.moduleId ?? 0) ?? '', path)) {
      open.pop();
    }
    if (open.at(-1) === caller) found.push(call.moduleId);
    open.push(call);
  }
  return found;
}

/** The arguments of a convolution, a pool, a linear layer or a BatchNorm, defaults included. */
type Arguments = Readonly<Record<string, unknown>>;

const SLIDING: Arguments = { stride: [1, 1], padding: [0, 0], dilation: [1, 1] };

/** The classes whose arguments are compared, with the defaults that the fixtures leave out. */
const DEFAULTS: Readonly<Record<string, Arguments>> = {
  BatchNorm2d: {},
  Conv2d: { ...SLIDING, groups: 1, bias: true },
  Conv1d: { stride: [1], padding: [0], dilation: [1], groups: 1, bias: true },
  Linear: {},
  MaxPool2d: { ...SLIDING, ceil_mode: false },
  AvgPool2d: { padding: [0, 0], ceil_mode: false, count_include_pad: true },
};

/** The arguments that a line of the fixture has; null for other classes. */
function readArguments(type: string, text: string): Arguments | null {
  const defaults = DEFAULTS[type];
  if (defaults === undefined) return null;
  const given = text.split(/, (?![^(]*\))/).map((argument, index): [string, unknown] => {
    const [, name = String(index), value = ''] = /^(?:(\w+)=)?(.*)$/.exec(argument) ?? [];
    if (value === 'True' || value === 'False') return [name, value === 'True'];
    const numbers = value.match(/\d+/g)?.map(Number) ?? [];
    const isNumber = !value.startsWith('(');
    const isPair = type.endsWith('Pool2d') && isNumber;
    return [name, isPair ? [...numbers, ...numbers] : isNumber ? numbers[0] : numbers];
  });
  return { ...defaults, ...Object.fromEntries(given) };
}

/** The same of an operation. */
function argumentsOf(op: Op): Arguments {
  if (op.kind === 'batchNorm') return { 0: op.runningMean.shape[0] };
  if (op.kind === 'linear') {
    const [out, inputs] = op.weight.shape;
    return { in_features: inputs, out_features: out, bias: op.bias !== null };
  }
  if (op.kind === 'maxPool2d' || op.kind === 'avgPool2d') {
    const { kernelSize, stride, padding, ceilMode } = op;
    const more =
      op.kind === 'maxPool2d'
        ? { dilation: op.dilation }
        : { count_include_pad: op.countIncludePad };
    return { kernel_size: kernelSize, stride, padding, ceil_mode: ceilMode, ...more };
  }
  if ('weight' in op && 'groups' in op) {
    const { weight, bias, stride, padding, dilation, groups } = op;
    const [out, inPerGroup = 0, ...kernel] = weight.shape;
    const channels = { 0: inPerGroup * groups, 1: out, groups, bias: bias !== null };
    return { ...channels, kernel_size: kernel, stride, padding, dilation };
  }
  throw new Error(`a module that does ${op.kind} has no arguments that are compared`);
}
