import { describe, expect, it } from 'vitest';
import { Recorder } from '../../src/engine/record.js';
import type { Tensor } from '../../src/engine/tensor.js';
import { BatchNorm2d, Conv2d, Module, ReLU, Sequential } from '../../src/nn/index.js';
import { trace } from '../../src/trace/trace.js';
import { parametersBelow, readTree } from '../../src/trace/tree.js';

class Model extends Module {
  readonly conv = new Conv2d(3, 4, { kernelSize: 3 });
  readonly body = new Sequential(new BatchNorm2d(4), new ReLU());
  readonly unused = new ReLU();

  override forward(x: Tensor): Tensor {
    return this.body.call(this.conv.call(x));
  }
}

class Failing extends Module {
  readonly relu = new ReLU();

  override forward(x: Tensor): Tensor {
    this.relu.call(x);
    throw new Error('no further');
  }
}

function input(): Tensor {
  return new Recorder([2, 3, 8, 9]).input();
}

describe('a trace', () => {
  it('has the calls in the order in which they began, with their shapes', () => {
    const { trace: traced, output } = trace(new Model(), input());
    const paths = new Map(traced.nodes.map(({ moduleId, path }) => [moduleId, path]));
    const calls = traced.calls.map((call) => [
      paths.get(call.moduleId),
      call.inputShape,
      call.outputShape,
    ]);
    const [before, after] = [
      [2, 3, 8, 9],
      [2, 4, 6, 7],
    ];
    expect(calls).toEqual([
      ['', before, after],
      ['conv', before, after],
      ['body', after, after],
      ['body.0', after, after],
      ['body.1', after, after],
    ]);
    expect(traced.inputShapes).toEqual([before]);
    expect(output.shape).toEqual(after);
  });

  it('tells an observer of each call', () => {
    const events: string[] = [];
    trace(new Model(), input(), {
      begin: (id) => events.push(`+${String(id)}`),
      end: (id) => events.push(`-${String(id)}`),
    });
    // 0 the model, 1 conv, 2 body, 3 and 4 what is in it.
    expect(events.join(' ')).toBe('+0 +1 -1 +2 +3 -3 +4 -4 -2 -0');
  });

  it('takes its hooks away, also after an error', () => {
    let begun = 0;
    const observer = {
      begin() {
        begun++;
      },
    };
    const model = new Failing();
    expect(() => trace(model, input(), observer)).toThrow('no further');
    expect(begun).toBe(2);
    model.relu.call(input());
    expect(begun).toBe(2);
  });

  it('leaves out a call that failed, where the one around it goes on', () => {
    class Forgiving extends Module {
      readonly first = new ReLU();
      readonly failing = new Failing();
      readonly last = new ReLU();

      override forward(x: Tensor): Tensor {
        x = this.first.call(x);
        try {
          return this.failing.call(x);
        } catch {
          return this.last.call(x);
        }
      }
    }
    const { nodes, calls } = trace(new Forgiving(), input()).trace;
    const paths = new Map(nodes.map(({ moduleId, path }) => [moduleId, path]));
    expect(calls.map(({ moduleId }) => paths.get(moduleId))).toEqual([
      '',
      'first',
      'failing.relu',
      'last',
    ]);
  });

  it('leaves out modules that are not of the model', () => {
    const stranger = new ReLU();
    class Borrowing extends Module {
      override forward(x: Tensor): Tensor {
        return stranger.call(x);
      }
    }
    expect(trace(new Borrowing(), input()).trace.calls).toHaveLength(1);
  });
});

describe('a tree', () => {
  const { nodes } = readTree(new Model());

  it('has every place, depth first', () => {
    expect(nodes.map(({ path, type, name, depth }) => [path, type, name, depth])).toEqual([
      ['', 'Model', 'Model', 0],
      ['conv', 'Conv2d', 'conv', 1],
      ['body', 'Sequential', 'body', 1],
      ['body.0', 'BatchNorm2d', '0', 2],
      ['body.1', 'ReLU', '1', 2],
      ['unused', 'ReLU', 'unused', 1],
    ]);
  });

  it('counts the parameters at and under each place', () => {
    // conv: 4 x 3 x 3 x 3 + 4; BatchNorm: 4 + 4.
    expect(nodes.map(({ params }) => params)).toEqual([120, 112, 8, 8, 0, 0]);
  });

  it('names the parameters from a place on', () => {
    const [model, , body] = nodes;
    if (model === undefined || body === undefined) throw new Error('the tree is too small');
    expect(parametersBelow(model).map(({ name }) => name)).toEqual([
      'conv.weight',
      'conv.bias',
      'body.0.weight',
      'body.0.bias',
    ]);
    expect(parametersBelow(body).map(({ name, params }) => [name, params])).toEqual([
      ['0.weight', 4],
      ['0.bias', 4],
    ]);
  });
});
