import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LoadReplay, type LoadReplaySettings, type ReplayItem } from '../../lib/stress';
import { SIMULATED_YEAR, simulatedYear } from '../../simulator/load';

const CHUNK_BYTES = 65_536;
/** A line that is longer is none of a load file, and would be gathered in memory. */
const MOST_LINE = 65_536;
const HOUR_MS = 3_600_000;
const HOURS_A_DAY = 24;
const HOURS_A_YEAR = 8760;

/** Where loads come from, in the order of their times; it can be read again and again. */
export interface LoadSource {
  readonly name: string;
  readonly isSimulated: boolean;
  /** Parts that are worked off without a pause. @throws Error of the disk, or that says why it is no load file */
  parts(): AsyncIterable<ReplayItem[]>;
  /** Of the part that was read last. */
  readonly percent: number;
  readonly stepMs: number;
  readonly guesses: readonly string[];
}

/** A load file, read piece by piece. */
export class LoadFile implements LoadSource {
  readonly name: string;
  readonly isSimulated = false;
  percent = 0;
  private replay: LoadReplay | undefined;

  constructor(
    private readonly path: string,
    private readonly settings: LoadReplaySettings,
  ) {
    this.name = basename(path);
  }

  get stepMs(): number {
    return this.replay?.layout?.stepMs ?? HOUR_MS;
  }

  get guesses(): readonly string[] {
    return this.replay?.layout?.because ?? [];
  }

  async *parts(): AsyncGenerator<ReplayItem[]> {
    const info = await stat(this.path).catch((error: NodeJS.ErrnoException) => {
      throw new Error(`${this.path} cannot be read (${error.code}): name a load file that is there`);
    });
    if (!info.isFile()) throw new Error(`${this.path} is a folder: name a file below it in msg.filename`);
    const replay = new LoadReplay(this.settings);
    this.replay = replay;
    this.percent = 0;
    const stream = createReadStream(this.path, { encoding: 'utf8', highWaterMark: CHUNK_BYTES });
    let rest = '';
    for await (const chunk of stream) {
      const lines = (rest + chunk).split(/\r?\n/);
      rest = lines.pop()!;
      if (rest.length > MOST_LINE) throw new Error(`${this.name}: a line has no end: give a CSV file of loads`);
      const items = lines.flatMap((line) => replay.push(line));
      this.percent = info.size > 0 ? Math.min(100, (100 * stream.bytesRead) / info.size) : 100;
      yield items;
    }
    const last = rest === '' ? [] : replay.push(rest);
    yield [...last, ...replay.end()];
  }
}

/** The year of an invented country, for who has no file. */
export class SimulatedLoad implements LoadSource {
  readonly name: string;
  readonly isSimulated = true;
  readonly stepMs = HOUR_MS;
  readonly guesses: readonly string[] = [];
  percent = 0;

  constructor(private readonly seed: number) {
    this.name = `simulated year ${SIMULATED_YEAR}, seed ${seed}`;
  }

  async *parts(): AsyncGenerator<ReplayItem[]> {
    let day: ReplayItem[] = [];
    let hour = 0;
    for (const measurement of simulatedYear(this.seed)) {
      day.push({ measurement });
      if (++hour % HOURS_A_DAY !== 0) continue;
      this.percent = (100 * hour) / HOURS_A_YEAR;
      yield day;
      day = [];
    }
  }
}
