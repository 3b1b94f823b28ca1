import { expect, it } from 'vitest';
import { usesMusl } from '../../../src/engine/onnx/musl.js';

const withReport = (header: object | undefined, hasMuslLoader = true): boolean =>
  usesMusl({ hasMuslLoader: () => hasMuslLoader, report: () => ({ header }) });

it('a system has musl if Node reports no glibc there', () => {
  expect(withReport({ nodejsVersion: 'v20.20.2' })).toBe(true);
  expect(withReport({ glibcVersionRuntime: '2.36' })).toBe(false);
});

it('a system without its loader has none, and is not asked for a report', () => {
  const report = (): unknown => {
    throw new Error('it was asked');
  };
  expect(usesMusl({ hasMuslLoader: () => false, report })).toBe(false);
});

it('a runtime that reports nothing is believed to have glibc', () => {
  expect(usesMusl({ hasMuslLoader: () => true, report: () => undefined })).toBe(false);
  expect(withReport(undefined)).toBe(false);
});
