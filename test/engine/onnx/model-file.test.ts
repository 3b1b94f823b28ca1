import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../src/engine/onnx/graph.js';
import { modelFile } from '../../../src/engine/onnx/model-file.js';

/** A message by its fields' numbers: numbers, texts, or messages in turn, as a table says. */
type Message = Record<number, unknown[]>;
type Read = (pbf: PbfReader) => unknown;

const varint: Read = (pbf) => pbf.readVarint(true);
const text: Read = (pbf) => pbf.readString();
const float: Read = (pbf) => pbf.readFloat();
const floats: Read = (pbf) => pbf.readPackedFloat();
const varints: Read = (pbf) => pbf.readPackedVarint([], true);

function message(fields: Readonly<Record<number, Read>>): Read {
  return (pbf) => pbf.readMessage(readField(fields), {});
}

function readField(fields: Readonly<Record<number, Read>>) {
  return (tag: number, found: Message, pbf: PbfReader): void => {
    const read = fields[tag];
    if (read === undefined) throw new Error(`there is no field ${String(tag)}`);
    (found[tag] ??= []).push(read(pbf));
  };
}

// The fields of onnx.proto.
const shape = message({ 1: message({ 1: varint }) });
const value = message({ 1: text, 2: message({ 1: message({ 1: varint, 2: shape }) }) });
const attribute = message({ 1: text, 2: float, 3: varint, 8: varint, 20: varint });
const node = message({ 1: text, 2: text, 3: text, 4: text, 5: attribute });
const tensor = message({ 1: varint, 2: varint, 4: floats, 7: varints, 8: text });
const graph = message({ 1: node, 2: text, 5: tensor, 11: value, 12: value, 13: value });
const MODEL = { 1: varint, 7: graph, 8: message({ 1: text, 2: varint }) };

function read(bytes: Uint8Array): Message {
  return new PbfReader(bytes).readFields(readField(MODEL), {});
}

const valueOf = (name: string, ...sizes: number[]): Message => ({
  1: [name],
  2: [
    {
      1: [{ 1: [1], 2: [sizes.length === 0 ? {} : { 1: sizes.map((size) => ({ 1: [size] })) }] }],
    },
  ],
});

describe('a model file', () => {
  it('has every part of a graph in its field', () => {
    const all: Graph = {
      nodes: [
        {
          name: 'step0',
          operator: 'Conv',
          inputs: ['x', 'w'],
          output: 'y',
          attributes: {
            group: { type: 'int', value: 3 },
            pads: { type: 'ints', value: [0, 1, 0, 300] },
            epsilon: { type: 'float', value: 0.5 },
          },
        },
      ],
      constants: [
        { name: 'sizes', shape: [2], numbers: { type: 'int64', values: [-1, 2 ** 33] } },
        { name: 'scalar', shape: [], numbers: { type: 'float', values: Float32Array.of(-0.25) } },
      ],
      inputs: [{ name: 'x', shape: [1, 70000] }],
      between: [{ name: 't', shape: [] }],
      outputs: [
        { name: 'y', shape: [7] },
        { name: 'z', shape: null },
      ],
    };
    expect(read(modelFile(all))).toEqual({
      1: [8],
      7: [
        {
          1: [
            {
              1: ['x', 'w'],
              2: ['y'],
              3: ['step0'],
              4: ['Conv'],
              5: [
                { 1: ['group'], 3: [3], 20: [2] },
                { 1: ['pads'], 8: [0, 1, 0, 300], 20: [7] },
                { 1: ['epsilon'], 2: [0.5], 20: [1] },
              ],
            },
          ],
          2: ['pass'],
          5: [
            { 1: [2], 2: [7], 7: [[-1, 2 ** 33]], 8: ['sizes'] },
            { 2: [1], 4: [[-0.25]], 8: ['scalar'] },
          ],
          11: [valueOf('x', 1, 70000)],
          12: [valueOf('y', 7), { 1: ['z'], 2: [{ 1: [{ 1: [1] }] }] }],
          13: [valueOf('t')],
        },
      ],
      8: [{ 1: [''], 2: [17] }],
    });
  });
});
