import type { Packed } from './packed';

export interface FlowNode {
  id: string;
  type: string;
  z?: string;
  info?: string;
  wires?: string[][];
  [setting: string]: unknown;
}

/** The example flows that are in the package: path → content, or undefined when it is no flow. */
export function exampleFlows(packed: Packed): { path: string; nodes: FlowNode[] | undefined }[] {
  return packed.files
    .filter((path) => path.startsWith('examples/'))
    .map((path) => ({ path, nodes: flowIn(packed.read(path)) }));
}

function flowIn(text: string): FlowNode[] | undefined {
  try {
    const nodes: unknown = JSON.parse(text);
    return Array.isArray(nodes) && nodes.every((node) => node?.id && node.type) ? nodes : undefined;
  } catch {
    return undefined;
  }
}
