import { Type } from '@sinclair/typebox';
import { CityFilesSettings } from '../../simulator/city-files';
import { defineNode } from '../shell/definition';

/** Sample files that were written. */
const SampleWritten = Type.Object(
  {
    folder: Type.String(),
    files: Type.Integer({ minimum: 0, description: 'Files below the folder, CSV and JSON' }),
    rows: Type.Integer({ minimum: 0, description: 'Rows of all CSV files, headers not counted' }),
  },
  { $id: 'SampleWritten', title: 'SampleWritten' },
);

export const definition = defineNode({
  type: 'grid-city-sample',
  version: 1,
  color: '#c3b6d9',
  inputs: 1,
  outputs: [{ name: 'written', schema: SampleWritten, single: true }],
  settings: Type.Composite([
    Type.Object({
      folder: Type.String({ default: '', maxLength: 4096, description: 'Folder that the files are written to' }),
    }),
    CityFilesSettings,
  ]),
  basic: ['folder', 'seed', 'households', 'days'],
});
