import assert from 'node:assert/strict';
import { type ImportedNetwork, importNetwork, NetworkFault, type SourceFile } from '../../../../lib/network/importers';

export const fileOf = (name: string, text: string): SourceFile => ({ name, bytes: new TextEncoder().encode(text) });

export const importText = (name: string, text: string): ImportedNetwork => importNetwork([fileOf(name, text)]);

export const importJson = (value: unknown): ImportedNetwork => importText('net.json', JSON.stringify(value));

/** The fault that the import ends in; any other end fails the test. */
export function faultOf(files: SourceFile[]): NetworkFault {
  try {
    importNetwork(files);
  } catch (error) {
    if (!(error instanceof NetworkFault)) throw error;
    for (const words of [error.place, error.problem, error.remedy]) assert.notEqual(words, '');
    return error;
  }
  throw new Error('the import ended well');
}

/** `kind place` of each finding. */
export const told = ({ findings }: ImportedNetwork): string[] =>
  findings.map(({ kind, place }) => `${kind} @ ${place}`);

export function near(actual: number, expected: number, tolerance = 1e-9): void {
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);
}
