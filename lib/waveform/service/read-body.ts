import { RequestFault } from './request-fault';

/**
 * The whole body of a request.
 * @throws RequestFault 413 as soon as it is known to be larger than `maxBytes`: no more than that is kept in memory
 */
export async function readBody(
  chunks: AsyncIterable<Uint8Array>,
  declaredBytes: number,
  maxBytes: number,
): Promise<Uint8Array> {
  if (declaredBytes > maxBytes) throw tooLarge(maxBytes);
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    kept.push(chunk);
  }
  return Buffer.concat(kept);
}

function tooLarge(maxBytes: number): RequestFault {
  const message = `the body is larger than the ${maxBytes} bytes that are taken`;
  return new RequestFault(413, message, 'send the event alone: some cycles before it and after it');
}
