import type { FaultClassification, FaultImpact, Refusal } from '../../lib/messages';
import { faultOfRefusal, RequestFault } from '../../lib/waveform/service';
import type { NodeMessage } from '../shell/node-red';

export interface Outcome {
  id: string;
  result: { classification: FaultClassification; impact: FaultImpact } | RequestFault;
}

/**
 * What became of a request, of a message that comes back from the chain: impacts with `msg.classification` beside them,
 * what a node refused, or the error that a Catch node caught. Undefined for a message that is no answer.
 */
export function outcomeOf(message: NodeMessage): Outcome | undefined {
  const { faultRequest, error, payload, classification } = message;
  if (typeof faultRequest !== 'object' || faultRequest === null) return undefined;
  const id = String((faultRequest as { id?: unknown }).id);
  if (error !== undefined) return { id, result: failure(error) };
  const [first] = [payload].flat() as (Partial<FaultImpact & Refusal> | null | undefined)[];
  if (first?.waveformId !== undefined) {
    const [classified] = [classification].flat() as (FaultClassification | undefined)[];
    if (classified) return { id, result: { classification: classified, impact: first as FaultImpact } };
    const remedy = 'set msg.classification to msg.payload between grid fault classifier and grid fault impact';
    return { id, result: new RequestFault(500, 'the impact came without the classification', remedy) };
  }
  if (first?.reason !== undefined) return { id, result: faultOfRefusal(first as Refusal) };
  const remedy = 'wire grid fault impact, refused outputs and Catch back to grid fault request';
  return { id, result: new RequestFault(500, 'what came back is neither an impact nor a refusal', remedy) };
}

function failure(error: unknown): RequestFault {
  const message = String((error as { message?: unknown } | null)?.message ?? error).replace(/^Error: /, '');
  return new RequestFault(500, message, 'see the log of Node-RED; models/ must hold fault-classifier.onnx');
}
