import type { MeterReading } from '../../lib/messages';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { until } from './inbox';

const helper = require('node-red-node-test-helper');
const ingestNode = require('../../nodes/grid-csv-ingest/grid-csv-ingest');
const catchNode = require('@node-red/nodes/core/common/25-catch.js');
const completeNode = require('@node-red/nodes/core/common/24-complete.js');
const functionNode = require('@node-red/nodes/core/function/10-function.js');

export interface Progress {
  state: string;
  files: number;
  filesDone: number;
  percent: number;
  rowsRead: number;
  rowsAccepted: number;
  rowsQuarantined: number;
  rowsPerSecond: number;
  error?: string;
}

/** A grid csv ingest node in the test helper's runtime, with everything that leaves it, in the order of arrival. */
export class IngestNode {
  readonly arrived: { port: string; message: NodeMessage }[] = [];

  /** `readingsTo` are more nodes that the readings go to. */
  static async load(settings: object, more: object[] = [], readingsTo: string[] = []): Promise<IngestNode> {
    const wires = [['readings', ...readingsTo], ['refused'], ['metadata'], ['progress']];
    const flow = [
      { id: 'tab', type: 'tab' },
      { id: 'ingest', z: 'tab', type: 'grid-csv-ingest', version: 1, x: 1, y: 1, ...settings, wires },
      ...['readings', 'refused', 'metadata', 'progress', 'caught', 'completed'].map((id) => ({
        id,
        z: 'tab',
        type: 'helper',
        x: 1,
        y: 1,
      })),
      { id: 'catch', z: 'tab', type: 'catch', x: 1, y: 1, scope: ['ingest'], wires: [['caught']] },
      { id: 'complete', z: 'tab', type: 'complete', x: 1, y: 1, scope: ['ingest'], wires: [['completed']] },
      ...more,
    ];
    await helper.load([ingestNode, catchNode, completeNode, functionNode], flow);
    const loaded = new IngestNode();
    for (const port of ['readings', 'refused', 'metadata', 'progress', 'caught', 'completed']) {
      helper.getNode(port).on('input', (message: NodeMessage) => loaded.arrived.push({ port, message }));
    }
    return loaded;
  }

  receive(message: NodeMessage): void {
    helper.getNode('ingest').receive(message);
  }

  /** Receives and waits until the import has ended in one way or another. */
  async run(message: NodeMessage): Promise<void> {
    const before = this.ended;
    this.receive(message);
    await until(() => this.ended > before, 'the end of the import');
  }

  private get ended(): number {
    return this.of('completed').length + this.of('caught').length;
  }

  of(port: string): NodeMessage[] {
    return this.arrived.filter((one) => one.port === port).map(({ message }) => message);
  }

  elements<T = MeterReading>(port = 'readings'): T[] {
    return this.of(port).flatMap(({ payload }) => payload as T[]);
  }

  get progress(): Progress[] {
    return this.of('progress').map(({ payload }) => payload as Progress);
  }

  get errors(): string[] {
    return this.of('caught').map(({ error }) => (error as { message: string }).message);
  }

  get status(): { fill: string; text: string } {
    return helper.getNode('ingest').status.lastCall?.args[0];
  }

  forget(): void {
    this.arrived.length = 0;
  }
}

/** Names of the rows that came, to be compared with those of the file. */
export const rowsOf = (readings: MeterReading[]): string[] =>
  readings.map(({ household, interval }) => `${household} ${new Date(interval!.startMs).toISOString().slice(0, 13)}`);
