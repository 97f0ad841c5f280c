import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from '@sinclair/typebox/value';
import { definition } from '../../nodes/grid-waveform-in/schema';
import { offerPreview } from '../../nodes/grid-waveform-in/waveform-preview';
import type { NodeRed } from '../../nodes/shell/node-red';
import { tempFolder } from '../support/temp-folder';

interface Preview {
  notes: string[];
  columns?: { name: string }[];
  rows?: string[][];
}

/** What the editor gets for some settings. */
function preview(settings: object): Promise<Preview> {
  const body = { ...(Value.Create(definition.settings) as object), version: 1, ...settings };
  return new Promise((done) => {
    const post = (_path: string, ...handlers: ((...args: unknown[]) => void)[]) =>
      handlers.at(-1)!({ body }, { json: done });
    offerPreview({ httpAdmin: { post } } as unknown as NodeRed);
  });
}

const CFG = `S,D,1999
4,4A,0D
1,IA,A,,kA,1,0,0,-1,1,1,1,P
2,IB,B,,kA,1,0,0,-1,1,1,1,P
3,IC,C,,kA,1,0,0,-1,1,1,1,P
4,f,,,Hz,1,0,0,-1,1,1,1,P
50
1
1000,2
01/01/2026,00:00:00.000000
01/01/2026,00:00:00.001000
ASCII
1
`;
const DAT = '1,0,1,2,3,50\n2,1000,4,5,6,50\n';

describe('preview of grid waveform in', () => {
  const folder = tempFolder();
  before(() => {
    mkdirSync(join(folder, 'a-folder'));
    writeFileSync(join(folder, 'f1.cfg'), CFG);
    writeFileSync(join(folder, 'f1.dat'), DAT);
  });

  it('lists the channels of the first file of a folder, and which are taken', async () => {
    const { notes, columns, rows } = await preview({ folder, channels: 'IC\nia' });
    assert.deepEqual(notes.slice(0, 2), ['f1.cfg, f1.dat', '2 samples at 1000 Hz, network of 50 Hz']);
    assert.deepEqual(
      columns!.map(({ name }) => name),
      ['channel', 'phase', 'quantity', 'unit', 'taken as'],
    );
    assert.deepEqual(rows, [
      ['IA', 'A', 'current', 'kA', '2'],
      ['IB', 'B', 'current', 'kA', ''],
      ['IC', 'C', 'current', 'kA', '1'],
      ['f', '', '', 'Hz', ''],
    ]);
  });

  it('lists the channels also where the choice is wrong, of a single file too', async () => {
    const { notes, rows } = await preview({ folder: join(folder, 'f1.dat'), channels: 'XX' });
    assert.match(notes.join(), /there is no channel "XX": name some of "IA"/);
    assert.equal(rows!.length, 4);
  });

  it('says what is missing', async () => {
    assert.deepEqual((await preview({ folder: '' })).notes, ['give a folder or a file first']);
    assert.match((await preview({ folder: join(folder, 'none') })).notes.join(), /ENOENT/);
    assert.match((await preview({ folder: join(folder, 'a-folder') })).notes.join(), /there is no waveform file/);
    assert.match((await preview({ folder, waitMs: 'soon' })).notes.join(), /setting "waitMs" must be/);
  });
});
