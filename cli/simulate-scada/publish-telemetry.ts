import { setTimeout } from 'node:timers/promises';
import { addressOf, BrokerConnection } from '../../simulator/broker-connection';
import {
  COMMAND_TOPIC,
  EventClock,
  type ScadaSettings,
  type ScadaSimulation,
  TELEMETRY_TOPIC,
} from '../../simulator/scada';
import type { CommandIo } from '../command';

interface PublishWanted {
  broker: string;
  username: string;
  password: string;
  settings: ScadaSettings;
  steps: number;
  isJson: boolean;
}

const FLUSH_MS = 5_000;

/**
 * Publishes steps until there are enough or the user ends it, and obeys commands. What falls due while the broker is away is
 * missed. Gives the exit code. @throws Error when the broker does not answer at first
 */
export async function publishTelemetry(
  simulation: ScadaSimulation,
  { broker, username, password, settings, steps, isJson }: PublishWanted,
  io: CommandIo,
): Promise<number> {
  const { intervalSeconds, speed, seed } = settings;
  const counts = { steps: 0, sent: 0, acknowledged: 0, missed: 0, commands: 0, refused: 0 };
  const connection = new BrokerConnection({
    broker,
    username,
    password,
    clientId: `gridloom-scada-${process.pid}-${seed}`,
    commandTopic: COMMAND_TOPIC,
    firstBackoffMs: 1000,
    mostBackoffMs: 15_000,
    jitter: 1,
    onUp: () => {},
    onDown: () => {},
    onCommand: (payload) => {
      counts.commands += 1;
      const refused = simulation.obey(parsed(payload));
      counts.refused += refused.length;
      for (const { message, remedy } of refused) io.stderr.write(`refused: ${message}; ${remedy}\n`);
    },
  });
  try {
    const problem = await connection.open();
    if (problem) throw problem;
    io.stderr.write(`publishing to ${TELEMETRY_TOPIC} at ${addressOf(broker)}, obeying ${COMMAND_TOPIC}\n`);
    const clock = new EventClock(simulation.timeMs, 1000 * intervalSeconds * speed);
    let dueMs = Date.now();
    while (counts.steps < steps && !io.signal.aborted) {
      const telemetry = simulation.step(clock.next(Date.now()));
      counts.steps += 1;
      if (!connection.connected) counts.missed += 1;
      else if (telemetry.length > 0) {
        counts.sent += 1;
        connection.publish(TELEMETRY_TOPIC, JSON.stringify(telemetry), 1, false, (error) => {
          if (!error) counts.acknowledged += 1;
        });
      }
      dueMs = Math.max(dueMs + 1000 * intervalSeconds, Date.now());
      const waitMs = counts.steps < steps ? dueMs - Date.now() : 0;
      await setTimeout(Math.max(0, waitMs), undefined, { signal: io.signal }).catch(() => undefined);
    }
    const deadlineMs = Date.now() + FLUSH_MS;
    while (connection.inFlight > 0 && Date.now() < deadlineMs) await setTimeout(10);
  } finally {
    await connection.close();
  }
  const failed = counts.sent - counts.acknowledged;
  io.stdout.write(
    isJson
      ? `${JSON.stringify({ ...counts, failed, reconnects: connection.reconnects })}\n`
      : `${counts.sent} steps sent, ${counts.acknowledged} acknowledged, ${counts.missed} missed, ${counts.commands} commands, ${counts.refused} refused\n`,
  );
  return failed > 0 ? 1 : 0;
}

/** What is no JSON is refused by whoever reads it. */
function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return payload.toString().slice(0, 200);
  }
}
