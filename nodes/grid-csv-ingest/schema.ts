import { Type } from '@sinclair/typebox';
import { CsvSettings, DISTRICT_FILE, PlaceSettings, RejectedRow } from '../../lib/ingest';
import { MeterReading, Refusal } from '../../lib/messages';
import { defineNode } from '../shell/definition';

const count = (description: string) => Type.Integer({ minimum: 0, description });

/** How far an import is. */
const IngestProgress = Type.Object(
  {
    state: Type.Union([Type.Literal('reading'), Type.Literal('done'), Type.Literal('stopped'), Type.Literal('failed')]),
    file: Type.String({ description: 'The file that is read, or was read last' }),
    files: count('Files of this import'),
    filesDone: count('Files that are complete'),
    percent: Type.Number({ description: 'Share of the bytes, 0 to 100' }),
    rowsRead: count('Rows, header and blank lines not counted'),
    rowsAccepted: count('Rows that became readings'),
    rowsQuarantined: count('Rows that were rejected; read = accepted + quarantined when a file is complete'),
    rowsPerSecond: Type.Number({ description: 'Mean since the import began' }),
    remainingSeconds: Type.Union([Type.Number(), Type.Null()], { description: 'By the bytes so far; null at first' }),
    error: Type.Optional(Type.String({ description: 'Why it failed' })),
  },
  { $id: 'IngestProgress', title: 'IngestProgress' },
);

const CityDocument = Type.Object({ metadata: Type.String({ description: 'Text of a metadata file of a city' }) });

export const definition = defineNode({
  type: 'grid-csv-ingest',
  version: 1,
  color: '#a9c8a0',
  inputs: 1,
  preview: 'gridloom/csv-preview',
  outputs: [
    { name: 'readings', schema: MeterReading },
    { name: 'refused', schema: Type.Union([RejectedRow, Refusal]) },
    { name: 'metadata', schema: CityDocument, single: true },
    { name: 'progress', schema: IngestProgress, single: true },
  ],
  settings: Type.Composite([
    Type.Object({
      path: Type.String({ default: '', maxLength: 4096, description: 'Folder or file on the machine of Node-RED' }),
      pattern: Type.String({ default: '', maxLength: 1024, description: 'Names of the files, e.g. *.csv or csv/**' }),
      fileNames: Type.String({
        default: DISTRICT_FILE,
        maxLength: 256,
        description: 'What the name of a CSV file says: {city}, {district}, {date}',
      }),
      watchSeconds: Type.Integer({
        default: 0,
        minimum: 0,
        maximum: 86_400,
        unit: 's',
        description: 'Look for new files so often; 0: only when a message comes',
      }),
    }),
    CsvSettings,
    PlaceSettings,
    Type.Object({
      quarantineFolder: Type.String({
        default: '',
        maxLength: 4096,
        description: 'Folder for rejected rows, byte for byte, to be repaired and fed in again; empty: none',
      }),
      batchRows: Type.Integer({
        default: 1000,
        minimum: 1,
        maximum: 100_000,
        description: 'Readings of a message, at most',
      }),
      flowControl: Type.Union([Type.Literal('automatic'), Type.Literal('acknowledge')], {
        default: 'automatic',
        description: 'acknowledge: wait until messages come back to the input, e.g. from a complete node',
      }),
      flushAtEnd: Type.Boolean({
        default: true,
        description: 'The last message of an import has flush: the nodes after it close what is still open',
      }),
    }),
  ]),
  fields: { valueColumns: { control: 'lines' }, missingValues: { control: 'lines' } },
  basic: [
    'path',
    'watchSeconds',
    'householdColumn',
    'timestampColumn',
    'valueColumns',
    'unit',
    'intervalMinutes',
    'timeZone',
  ],
});
