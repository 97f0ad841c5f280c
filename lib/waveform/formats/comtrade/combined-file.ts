import { WaveformFileError } from '../file-error';
import type { FileBytes } from '../read-options';
import type { DataType } from './config';
import type { ComtradeParts } from './read-comtrade';

const HEADER =
  /---\s*file type:\s*([a-z]{3})(?:[ \t]+([a-z]+\d*))?(?:[ \t]*:[ \t]*(\d{1,15}))?\s*---[ \t]*(?:\r\n|\n|\r|$)/gi;

/**
 * The parts of a combined file (.cff, 2013): sections CFG, INF, HDR and DAT in one. A binary DAT section is as long as
 * its header says, or reaches to the end.
 * @throws WaveformFileError when a section is missing
 */
export function splitCombinedFile({ name, bytes }: FileBytes, id: string): ComtradeParts {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const sections = new Map<string, { from: number; to: number; type?: string }>();
  let open: { from: number; to: number; type?: string } | undefined;
  HEADER.lastIndex = 0;
  for (let match = HEADER.exec(text); match; match = HEADER.exec(text)) {
    if (open) open.to = match.index;
    const from = match.index + match[0].length;
    const isBinary = match[2] !== undefined && match[2].toUpperCase() !== 'ASCII';
    const length = match[3] === undefined || !isBinary ? undefined : Number(match[3]);
    const to = length === undefined ? bytes.length : Math.min(bytes.length, from + length);
    open = { from, to, ...(match[2] === undefined ? {} : { type: match[2].toUpperCase() }) };
    sections.set(match[1]!.toUpperCase(), open);
    if (!isBinary) continue;
    // What looks like a header within samples is none.
    open = undefined;
    HEADER.lastIndex = to;
    if (length === undefined) break;
  }
  const part = (kind: string) => {
    const section = sections.get(kind);
    if (section) return { name: `${name} (${kind})`, bytes: bytes.subarray(section.from, section.to) };
    const remedy = `a .cff has the sections CFG and DAT, each after "--- file type: ${kind} ---"`;
    throw new WaveformFileError(name, '', `it has no section ${kind}`, remedy);
  };
  const config = part('CFG');
  const data = part('DAT');
  const said = sections.get('DAT')!.type;
  const dataType = (['ASCII', 'BINARY', 'BINARY32', 'FLOAT32'] as const).find((type: DataType) => type === said);
  return { id, config, data, ...(dataType ? { dataType } : {}) };
}
