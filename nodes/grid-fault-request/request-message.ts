import type { Refusal } from '../../lib/messages';
import {
  type Asked,
  type ClassifyRequest,
  type NamedFile,
  type RequestFault,
  readClassifyRequest,
  uploadedFiles,
} from '../../lib/waveform/service';
import type { NodeMessage } from '../shell/node-red';

/** A configuration with its data file is two files. */
const MAX_FILES = 4;

/** A request as it comes in a message: as over HTTP, or with the files of an upload. @throws RequestFault */
export function requestOf(
  payload: unknown,
  { maxBytes }: { maxBytes: number },
): ClassifyRequest & { files?: NamedFile[] } {
  if (typeof payload !== 'object' || payload === null || !('files' in payload)) return readClassifyRequest(payload);
  const { files, ...peers } = payload;
  const { sender, receiver } = readClassifyRequest({ ...peers, sample: 'upload' });
  return { files: uploadedFiles(files, { maxFiles: MAX_FILES, maxBytes }), ...peersOf({ sender, receiver }) };
}

/** The message that the chain works on; what was asked comes back with the result. */
export function waveformMessage(
  id: string,
  { sample, trueLabel, waveform }: Asked,
  request: ClassifyRequest,
  http: boolean,
): NodeMessage {
  return {
    payload: [waveform],
    faultRequest: { id, http, sample: sample ?? null, trueLabel },
    ...peersOf(request),
  };
}

export function refusalOf({ status, message, remedy, place }: RequestFault, original: unknown): Refusal {
  const reason = `request-${status}`;
  return { reason, message, remedy, ...(place === undefined ? {} : { place }), original: withoutBytes(original) };
}

/** Files can be large, and a refusal is shown. */
function withoutBytes(original: unknown): unknown {
  if (typeof original !== 'object' || original === null || !('files' in original)) return original;
  return { ...original, files: 'files' };
}

function peersOf({ sender, receiver }: Pick<ClassifyRequest, 'sender' | 'receiver'>) {
  return { ...(sender === undefined ? {} : { sender }), ...(receiver === undefined ? {} : { receiver }) };
}
