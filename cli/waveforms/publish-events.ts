import { setTimeout } from 'node:timers/promises';
import { addressOf } from '../../simulator';
import { BrokerConnection } from '../../simulator/broker-connection';
import {
  drawScenario,
  type EventThreads,
  frameTopic,
  type LiveWaveformSettings,
  liveMessages,
} from '../../simulator/waveform/publish';
import type { CommandIo } from '../command';
import { closeTruth, openTruth } from '../truth-file';

interface EventsWanted extends LiveWaveformSettings {
  labels: readonly string[];
  broker: string;
  username: string;
  password: string;
  everyMs: number;
  count: number;
  /** File of what each record holds. */
  truth: string | undefined;
  isJson: boolean;
}

const FLUSH_MS = 5_000;

/**
 * Publishes events until there are enough or the user ends it. What falls due while the broker is away is missed, as
 * with a recorder without memory. Gives the exit code. @throws Error when the broker does not answer at first
 */
export async function publishEvents(wanted: EventsWanted, threads: EventThreads, io: CommandIo): Promise<number> {
  const { broker, username, password, seed, everyMs, count, labels, isJson } = wanted;
  const connection = new BrokerConnection({
    broker,
    username,
    password,
    clientId: `gridloom-waveforms-${process.pid}-${seed}`,
    firstBackoffMs: 1000,
    mostBackoffMs: 15_000,
    jitter: 1,
    onUp: () => {},
    onDown: () => {},
  });
  const truth = wanted.truth === undefined ? undefined : await openTruth(wanted.truth);
  const counts = { events: 0, sent: 0, acknowledged: 0, missed: 0 };
  try {
    const problem = await connection.open();
    if (problem) throw problem;
    io.stderr.write(`publishing to ${frameTopic(wanted.topicRoot, wanted)} at ${addressOf(broker)}\n`);
    let dueMs = Date.now();
    while (counts.events < count && !io.signal.aborted) {
      const number = counts.events + 1;
      const event = await threads.simulate(drawScenario(labels, wanted.nominalFrequencyHz, seed, number));
      await setTimeout(Math.max(0, dueMs - Date.now()), undefined, { signal: io.signal }).catch(() => undefined);
      if (io.signal.aborted) break;
      const { topic, frames, truth: told } = liveMessages(event, wanted, number, Date.now());
      for (const frame of frames) {
        if (!connection.connected) {
          counts.missed += 1;
          continue;
        }
        counts.sent += 1;
        connection.publish(topic, JSON.stringify(frame), 1, false, (error) => {
          if (!error) counts.acknowledged += 1;
        });
      }
      truth?.write(`${JSON.stringify(told)}\n`);
      counts.events = number;
      if (!isJson) io.stderr.write(`${told.id}: ${told.label}\n`);
      dueMs = Math.max(dueMs + everyMs, Date.now());
    }
    const deadlineMs = Date.now() + FLUSH_MS;
    while (connection.inFlight > 0 && Date.now() < deadlineMs) await setTimeout(10);
  } finally {
    await connection.close();
    if (truth) await closeTruth(truth);
  }
  const failed = counts.sent - counts.acknowledged;
  const { events, sent, acknowledged, missed } = counts;
  io.stdout.write(
    isJson
      ? `${JSON.stringify({ ...counts, failed, reconnects: connection.reconnects })}\n`
      : `${events} events, ${sent} frames sent, ${acknowledged} acknowledged, ${missed} missed, ${failed} failed\n`,
  );
  return failed > 0 ? 1 : 0;
}
