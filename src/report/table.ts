import { UserError } from '../errors.js';
import type { Layer, Summary } from '../summary/summary.js';
import { type TotalKey, totalKeys, TOTALS, type Unit } from '../summary/totals.js';
import { printable } from '../text/escape.js';
import { fixed, grouped, textLength } from '../text/python-format.js';
import { parametersBelow, type TreeParameter } from '../trace/tree.js';
import type { Column } from './columns/column.js';
import { type VisibleRow, visibleRows } from './rows.js';
import type { RowSetting, TableOptions } from './table-options.js';

/** How parts of the table look. A style adds no characters of its own to what is seen. */
export interface TableStyle {
  /** Rules and the lines of the tree. */
  faint(text: string): string;
  header(text: string): string;
  /** The name of a layer that holds others. */
  container(text: string): string;
  /** The value of a total. */
  total(text: string): string;
}

const identity = (text: string): string => text;

/** The table as torchinfo prints it, without colour. */
export const PLAIN: TableStyle = {
  faint: identity,
  header: identity,
  container: identity,
  total: identity,
};

/** torchinfo's FormattingOptions: the least width of the first column, and the steps it grows by. */
const LEAST_NAME_WIDTH = 40;
const INDENT = 5;

/** The most characters of a table: half of what a string of V8 can hold. */
const MOST_CHARACTERS = 2 ** 28;

function tooLong(): UserError {
  return new UserError(
    'table-length',
    `The table has more than ${grouped(MOST_CHARACTERS)} characters, which are the most.`,
    { hint: 'Show fewer levels or columns, narrower columns, or no parameters under each layer.' },
  );
}

/**
 * The whole table, as the release whose rules made the summary prints it, with a final newline.
 * @throws UserError if it would not fit in a string.
 */
export function renderTable(
  summary: Summary,
  options: TableOptions,
  style: TableStyle = PLAIN,
): string {
  const { columns, columnWidth, rowSettings, verbose } = options;
  const nameWidth = widthOfNames(summary.layers, rowSettings);
  const rule = style.faint('='.repeat(columns.length * columnWidth + nameWidth));

  /** A row's cells, after a name of this many characters. */
  const afterName = (width: number, cellOf: (column: Column) => string): string => {
    let text = '';
    // Written once something comes after them, since no line ends in blanks. What is too long for
    // its column pushes the rest to the right.
    let blanks = Math.max(nameWidth - width, 0);
    columns.forEach((column) => {
      const cell = cellOf(column);
      if (cell === '') {
        blanks += 1 + columnWidth;
      } else {
        text += ' '.repeat(blanks + 1) + cell;
        blanks = Math.max(columnWidth - cell.length, 0);
      }
    });
    return text;
  };
  const treeLine = (
    depth: number,
    name: string,
    styled: string,
    cellOf: (column: Column) => string,
  ): string => {
    const branch = branchAt(depth, rowSettings);
    return style.faint(branch) + styled + afterName(branch.length + textLength(name), cellOf);
  };
  const row = ({ layer, reachedMaxDepth }: VisibleRow): string => {
    const context = { reachedMaxDepth, totalParams: summary.totals.params };
    const name = layerName(layer, rowSettings);
    const styled = layer.isLeaf ? name : style.container(name);
    return treeLine(layer.depth, name, styled, (column) => column.cell(layer, context));
  };
  const parameterRow = (layer: Layer, parameter: TreeParameter, isLast: boolean): string => {
    const name = printable(parameter.name);
    const cellOf = (column: Column): string => column.parameterCell?.(parameter, isLast) ?? '';
    return treeLine(layer.depth + 1, name, name, cellOf);
  };

  const title = headerName(rowSettings);
  const rows: string[] = [];
  let characters = 0;
  const add = (line: string): void => {
    characters += line.length;
    if (characters > MOST_CHARACTERS) throw tooLong();
    rows.push(line);
  };
  visibleRows(summary, options).forEach((visible) => {
    add(row(visible));
    if (!verbose) return;
    const parameters = parametersShown(visible.layer, summary);
    parameters.forEach((parameter, index) => {
      add(parameterRow(visible.layer, parameter, index === parameters.length - 1));
    });
  });
  const [counts, sizes] = totalLines(summary).map((group) =>
    group.map(([label, value]) => `${label}: ${style.total(value)}`),
  );
  return [
    rule,
    style.header(title + afterName(title.length, (column) => column.title)),
    rule,
    ...rows,
    rule,
    ...(counts ?? []),
    rule,
    ...(sizes ?? []),
    rule,
    '',
  ].join('\n');
}

/** What the table calls a row, without the lines of the tree. */
export function layerName(layer: Layer, rowSettings: readonly RowSetting[]): string {
  const { depth } = layer;
  const type = printable(layer.type);
  const varName =
    rowSettings.includes('var_names') && layer.varName !== ''
      ? ` (${printable(layer.varName)})`
      : '';
  if (!rowSettings.includes('depth') || depth === 0) return type + varName;
  const index = layer.depthIndex === null ? '' : `-${String(layer.depthIndex)}`;
  return `${type}${varName}: ${String(depth)}${index}`;
}

function headerName(rowSettings: readonly RowSetting[]): string {
  const varName = rowSettings.includes('var_names') ? ' (var_name)' : '';
  const depth = rowSettings.includes('depth') ? ':depth-idx' : '';
  return `Layer (type${varName}${depth})`;
}

/** The lines of the tree before a row's name (FormattingOptions.get_start_str). */
function branchAt(depth: number, rowSettings: readonly RowSetting[]): string {
  const ascii = rowSettings.includes('ascii_only');
  if (depth === 0) return '';
  if (depth === 1) return ascii ? '+ ' : '├─';
  return (ascii ? '|    ' : '│    ').repeat(depth - 1) + (ascii ? '+ ' : '└─');
}

/** Every row counts, those that are not shown too (FormattingOptions.set_layer_name_width). */
function widthOfNames(layers: readonly Layer[], rowSettings: readonly RowSetting[]): number {
  const longest = layers.reduce((width, layer) => {
    const indent = layer.depth * INDENT + 1;
    const name = layerName(layer, rowSettings);
    // No name has more characters than units.
    return name.length + indent <= width ? width : Math.max(width, textLength(name) + indent);
  }, 0);
  return longest < LEAST_NAME_WIDTH ? LEAST_NAME_WIDTH : Math.ceil(longest / INDENT) * INDENT;
}

/** 1.8 shows only the model's own parameters in the model's row, not those of its layers. */
function parametersShown(layer: Layer, { nodes, torchinfo }: Summary): readonly TreeParameter[] {
  const node = nodes[layer.node];
  if (node === undefined || layer.params === 0) return [];
  return torchinfo === '1.8' && node.depth === 0
    ? node.ownParameters
    : parametersBelow(nodes, node);
}

/**
 * What torchinfo counts for an input besides its numbers: Python's object around them, by
 * sys.getsizeof (get_total_memory_used). 56 bytes with PyTorch 1.13 on CPython 3.11.
 */
const INPUT_OBJECT_BYTES = 56;

type TotalLine = readonly [label: string, value: string];

/** The lines below the table: the counts, then the sizes (torchinfo's ModelStatistics.__repr__). */
export function totalLines(summary: Summary): readonly [TotalLine[], TotalLine[]] {
  const lines = (isWanted: (unit: Unit) => boolean): TotalLine[] =>
    totalKeys().flatMap((key): TotalLine[] => {
      const { tableLabel, unit } = TOTALS[key];
      return tableLabel === null || !isWanted(unit) ? [] : [totalLine(key, tableLabel, summary)];
    });
  return [lines((unit) => unit !== 'bytes'), lines((unit) => unit === 'bytes')];
}

function totalLine(
  key: TotalKey,
  label: string,
  { totals, torchinfo, inputShapes }: Summary,
): TotalLine {
  const value = totals[key];
  switch (TOTALS[key].unit) {
    case 'elements':
    case 'operations':
      return [label, grouped(value)];
    case 'multiply-accumulates': {
      const [unit, scale] = multAddsUnit(value);
      const scaled = value / scale;
      // 1.8 writes whole numbers without decimals, and thousands with commas.
      const text =
        torchinfo === '1.6'
          ? fixed(scaled, 2)
          : grouped(Number.isInteger(scaled) ? scaled : fixed(scaled, 2));
      return [`${label} (${unit})`, text];
    }
    case 'bytes': {
      const holdsInput = key === 'inputBytes' || key === 'totalBytes';
      const objects = holdsInput ? INPUT_OBJECT_BYTES * inputShapes.length : 0;
      return [`${label} (MB)`, fixed((value + objects) / 1e6, 2)];
    }
  }
}

function multAddsUnit(multAdds: number): [unit: string, scale: number] {
  if (multAdds >= 1e12) return ['T', 1e12];
  return multAdds >= 1e9 ? ['G', 1e9] : ['M', 1e6];
}
