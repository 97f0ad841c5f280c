import { quoted, RequestFault } from './request-fault';

/** Endings of files that hold an event; the `.dat` of a `.cfg` comes with it. */
const EVENT_FILE = /\.(npy|txt|csv|cfg|cff|json)$/i;
/** No hidden file, no way up, nothing that means a drive, a stream or a device on some file system. */
const SEGMENT = /^[^.\s/\\:*?"<>|\p{C}][^/\\:*?"<>|\p{C}]{0,199}$/u;
const MAX_DEPTH = 6;
const MAX_LENGTH = 400;

/** Whether a file of this name is offered as a sample. */
export function isEventFile(name: string): boolean {
  return EVENT_FILE.test(name);
}

/** Whether a name may be one of a file or folder below the sample folder. */
export function isSegment(segment: string): boolean {
  return SEGMENT.test(segment) && !/[. ]$/.test(segment);
}

/**
 * The folders and the file that a sample's name (`folder/file.txt`) means.
 * @throws RequestFault 404 for a name that no sample can have: nothing outside the folder exists here
 */
export function sampleSegments(name: string): string[] {
  const segments = name.split('/');
  if (name.length <= MAX_LENGTH && segments.length <= MAX_DEPTH && segments.every(isSegment) && isEventFile(name)) {
    return segments;
  }
  throw noSuchSample(name);
}

export function noSuchSample(name: string): RequestFault {
  return new RequestFault(404, `there is no sample ${quoted(name)}`, 'take a name of GET /api/v1/faults/samples');
}
