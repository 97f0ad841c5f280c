import { NetworkFault } from './network-fault';
import type { TextFile } from './source-file';

/** A JSON file, parsed. @throws NetworkFault with the place of what is wrong */
export function jsonOf({ name, text }: TextFile): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message.slice(0, 200);
    throw new NetworkFault(name, `is not valid JSON: ${reason}`, 'correct it there, or export it again');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new NetworkFault(name, 'holds no JSON object', 'give a topology, a weight file or a pandapower network');
}

export const looksLikeJson = (text: string): boolean => /^\s*[[{]/.test(text);
