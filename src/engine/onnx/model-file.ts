import { PbfWriter } from 'pbf';
import type { Shape } from '../../ops/shape.js';
import type { Attribute, Constant, Graph, Node, UnknownValue, Value } from './graph.js';

/*
 * The numbers of fields and types are those of onnx.proto
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto); beside each call is the field's name.
 */

/** Of the file format: that of ONNX 1.10, which every release since reads. */
const IR_VERSION = 8;
/** Of the operators (ai.onnx): that of ONNX 1.12. */
export const OPSET_VERSION = 17;

const DATA_TYPE = { float: 1, int64: 7 };
const ATTRIBUTE_TYPE: Readonly<Record<Attribute['type'], number>> = { float: 1, int: 2, ints: 7 };

/** A model in ONNX's file format, in memory. */
export function modelFile(graph: Graph): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, IR_VERSION); // ir_version
  pbf.writeMessage(7, writeGraph, graph); // graph
  pbf.writeMessage(8, writeOpset, OPSET_VERSION); // opset_import
  return pbf.finish();
}

function writeOpset(version: number, pbf: PbfWriter): void {
  pbf.writeStringField(1, ''); // domain
  pbf.writeVarintField(2, version); // version
}

function writeGraph({ nodes, constants, inputs, between, outputs }: Graph, pbf: PbfWriter): void {
  for (const node of nodes) pbf.writeMessage(1, writeNode, node); // node
  pbf.writeStringField(2, 'pass'); // name
  for (const constant of constants) pbf.writeMessage(5, writeTensor, constant); // initializer
  for (const value of inputs) pbf.writeMessage(11, writeValue, value); // input
  for (const value of outputs) pbf.writeMessage(12, writeValue, value); // output
  for (const value of between) pbf.writeMessage(13, writeValue, value); // value_info
}

function writeNode({ name, operator, inputs, output, attributes }: Node, pbf: PbfWriter): void {
  for (const input of inputs) pbf.writeStringField(1, input); // input
  pbf.writeStringField(2, output); // output
  pbf.writeStringField(3, name); // name
  pbf.writeStringField(4, operator); // op_type
  for (const attribute of Object.entries(attributes)) {
    pbf.writeMessage(5, writeAttribute, attribute); // attribute
  }
}

function writeAttribute([name, attribute]: [string, Attribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name); // name
  if (attribute.type === 'float')
    pbf.writeFloatField(2, attribute.value); // f
  else if (attribute.type === 'int')
    pbf.writeVarintField(3, attribute.value); // i
  else for (const item of attribute.value) pbf.writeVarintField(8, item); // ints
  pbf.writeVarintField(20, ATTRIBUTE_TYPE[attribute.type]); // type
}

function writeTensor({ name, shape, numbers }: Constant, pbf: PbfWriter): void {
  for (const size of shape) pbf.writeVarintField(1, size); // dims
  pbf.writeVarintField(2, DATA_TYPE[numbers.type]); // data_type
  if (numbers.type === 'float')
    pbf.writePackedFloat(4, [...numbers.values]); // float_data
  else pbf.writePackedVarint(7, [...numbers.values]); // int64_data
  pbf.writeStringField(8, name); // name
}

function writeValue({ name, shape }: Value | UnknownValue, pbf: PbfWriter): void {
  pbf.writeStringField(1, name); // name
  pbf.writeMessage(2, writeType, shape); // type
}

function writeType(shape: Shape | null, pbf: PbfWriter): void {
  pbf.writeMessage(1, writeTensorType, shape); // tensor_type
}

function writeTensorType(shape: Shape | null, pbf: PbfWriter): void {
  pbf.writeVarintField(1, DATA_TYPE.float); // elem_type
  if (shape !== null) pbf.writeMessage(2, writeShape, shape); // shape
}

function writeShape(shape: Shape, pbf: PbfWriter): void {
  for (const size of shape) pbf.writeMessage(1, writeDimension, size); // dim
}

function writeDimension(size: number, pbf: PbfWriter): void {
  pbf.writeVarintField(1, size); // dim_value
}
