/**
 * What a message of a topic holds: values, one or a list, also as JSON in a text or in bytes, as `mqtt in` sends it. A text
 * that is no JSON stays as it is; whoever reads it refuses it.
 */
export function payloadElements(payload: unknown): unknown[] {
  const text = payload instanceof Uint8Array ? Buffer.from(payload).toString() : payload;
  const value = typeof text === 'string' ? parsed(text) : text;
  return Array.isArray(value) ? value : [value];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return text;
  }
}
