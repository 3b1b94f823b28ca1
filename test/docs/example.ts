import ts from 'typescript';

/*
 * How an example of the documentation becomes a program that can fail.
 *
 * - A comment behind `console.log(...)` is what it prints.
 * - `// x: [N, C, H, W]` at the beginning stands for a tensor of that shape: the example is then what a
 *   forward does. In it a comment such as `// [N, C, 1, 1]` behind a statement is the shape of what the
 *   statement makes.
 */

/** An example as a program, and what it has to print. */
export interface Program {
  readonly text: string;
  /** By a number that stands before and after it in what is printed. */
  readonly expected: ReadonlyMap<number, string>;
}

/** The sizes that letters stand for in shapes. */
const SIZES: Readonly<Record<string, number>> = { N: 2, C: 32, H: 8, W: 6 };

/** @param names what the package exports, for an example that imports nothing */
export function programOf(example: string, names: readonly string[]): Program {
  const tensors = declaredTensors(example);
  const expected = new Map<number, string>();
  const body = instrumented(example, tensors.length > 0, expected);
  const imports = /^import /m.test(example)
    ? ''
    : `import { ${names.join(', ')} } from 'se-resnet';\n`;
  const text = tensors.length === 0 ? body : asForward(body, tensors);
  return { text: `${imports}${text}\n${MARKING}`, expected };
}

/** What was printed between the marks, by their number: each time that it was. */
export function printedIn(stdout: string): Map<number, string[]> {
  const printed = new Map<number, string[]>();
  for (const [, mark, text = ''] of stdout.matchAll(/^<(\d+)\n(.*?)\n>$/gms)) {
    const known = printed.get(Number(mark)) ?? [];
    printed.set(Number(mark), [...known, text]);
  }
  return printed;
}

const MARKING = `
function printed(mark: number): (...values: unknown[]) => void {
  return (...values) => {
    console.log(\`<\${String(mark)}\`);
    console.log(...values);
    console.log('>');
  };
}
function shown(mark: number, { shape }: { readonly shape: readonly number[] }): void {
  printed(mark)(JSON.stringify(shape));
}
void [printed, shown];
export {};
`;

interface DeclaredTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

function declaredTensors(example: string): DeclaredTensor[] {
  const [first = ''] = example.split('\n');
  if (!/^\/\/ \w+: \[[^\]]+\](, \w+: \[[^\]]+\])*$/.test(first)) return [];
  return [...first.matchAll(/(\w+): (\[[^\]]+\])/g)].map(([, name = '', shape = '']) => ({
    name,
    shape: shapeIn(shape),
  }));
}

/** `[N, 2 * C]` with numbers for its letters. */
function shapeIn(text: string): number[] {
  return text
    .slice(1, -1)
    .split(', ')
    .map((axis) =>
      axis.split(' * ').reduce((product, factor) => {
        const size = SIZES[factor] ?? Number(factor);
        if (Number.isNaN(size)) throw new Error(`${text} has an axis of ${factor}`);
        return product * size;
      }, 1),
    );
}

function asForward(body: string, tensors: readonly DeclaredTensor[]): string {
  const parameters = tensors.map(({ name }) => `${name}: Tensor`).join(', ');
  return `class Example extends nn.Module {
  override forward(${parameters}): Tensor {
${body}
    return ${tensors[0]?.name ?? ''};
  }
}
summary(new Example(), ${JSON.stringify(tensors.map(({ shape }) => shape))});
`;
}

/** The example with calls that mark what has to be printed. */
function instrumented(example: string, hasShapes: boolean, expected: Map<number, string>): string {
  const file = ts.createSourceFile('example.ts', example, ts.ScriptTarget.ES2022, true);
  const edits: { start: number; end: number; text: string }[] = [];
  const commentAfter = (end: number): string | undefined =>
    /^[);]*[ \t]*\/\/ (.*)/.exec(example.slice(end))?.[1];
  const expect = (text: string): string => {
    expected.set(expected.size, text);
    return String(expected.size - 1);
  };
  const visit = (node: ts.Node): void => {
    const isPrint = ts.isCallExpression(node) && node.expression.getText() === 'console.log';
    const comment = commentAfter(node.getEnd());
    if (isPrint && comment !== undefined) {
      const { expression } = node;
      const text = `printed(${expect(comment)})`;
      edits.push({ start: expression.getStart(), end: expression.getEnd(), text });
    } else if (hasShapes && comment?.startsWith('[') === true) {
      const mark = (): string => expect(JSON.stringify(shapeIn(comment)));
      if (ts.isVariableStatement(node)) {
        const name = node.declarationList.declarations[0]?.name.getText() ?? '';
        const end = node.getEnd();
        edits.push({ start: end, end, text: ` shown(${mark()}, ${name});` });
      } else if (ts.isExpressionStatement(node) && !isPrint) {
        const { expression } = node;
        const [start, end] = [expression.getStart(), expression.getEnd()];
        edits.push({ start, end, text: `shown(${mark()}, ${expression.getText()})` });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const commented = [...example.matchAll(/console\.log\(.*\/\/ /g)];
  if (commented.length > edits.length) {
    throw new Error(`what some console.log prints cannot be checked in:\n${example}`);
  }
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce(
      (text, { start, end, text: made }) => text.slice(0, start) + made + text.slice(end),
      example,
    );
}
