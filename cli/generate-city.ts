import { join } from 'node:path';
import { writeAtomic } from '../lib/storage';
import { CityFilesSettings, cityFiles } from '../simulator/city-files';
import { type Command, type CommandIo, parseCommand, UsageError } from './command';
import { settingsOf, settingsOptions } from './settings-options';

/** `gridloom generate-city OUT`: sample files for `gridloom analyze`. */
export const generateCity: Command = {
  name: 'generate-city',
  summary: 'Writes sample files of cities, OUT/csv and OUT/json, which gridloom analyze reads.',
  positionals: 'OUT',
  options: [
    ...settingsOptions(CityFilesSettings),
    { name: 'json', type: 'boolean', description: 'Summary on standard output as one line of JSON' },
  ],
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseCommand(generateCity, args);
  const [out, ...more] = parsed.positionals;
  if (out === undefined || more.length > 0) throw new UsageError('give one folder: gridloom generate-city OUT');
  const settings = settingsOf(CityFilesSettings, parsed);
  let files = 0;
  for (const { path, content } of cityFiles(settings)) {
    io.signal.throwIfAborted();
    await writeAtomic(join(out, path), content);
    files++;
  }
  const { cities, districts, households, days } = settings;
  const rows = cities * districts * households * days * 24;
  io.stdout.write(
    parsed.values.json ? `${JSON.stringify({ files, rows })}\n` : `${files} files with ${rows} rows in ${out}\n`,
  );
  return 0;
}
