import type { StressMeasurement } from '../messages/stress-measurement';
import { readTime } from './event-time';
import { InputFault } from './input-fault';
import { fieldsOf, readId, readNumber } from './read-fields';

const REMEDY = 'send {timeMs, loadMw}, or {timeMs, nodeId} with loadingPercent, voltagePu or temperatureC';

/**
 * A measurement from outside, with our names or the original's {load, timestamp}.
 * @throws InputFault that names the field
 */
export function readMeasurement(given: unknown): StressMeasurement {
  const fields = fieldsOf(given, REMEDY);
  const measurement: StressMeasurement = { timeMs: readTime(fields.timeMs, fields.timestamp) };
  const take = (
    field: 'loadMw' | 'loadingPercent' | 'voltagePu' | 'temperatureC',
    value: unknown,
    least: number,
    most: number,
  ) => {
    if (value === undefined || value === null) return false;
    measurement[field] = readNumber(value, field, least, most);
    return true;
  };
  const hasLoad = take('loadMw', fields.loadMw ?? fields.load, 0, 1e9);
  const hasLoading = take('loadingPercent', fields.loadingPercent, 0, 1e6);
  const hasVoltage = take('voltagePu', fields.voltagePu, 0, 1000);
  const hasTemperature = take('temperatureC', fields.temperatureC, -273.15, 1e4);
  const isAtNode = hasLoading || hasVoltage || hasTemperature;
  if (!hasLoad && !isAtNode) throw new InputFault('no-value', 'payload', 'has no measured value', REMEDY);
  if (isAtNode) measurement.nodeId = readId(fields.nodeId, 'nodeId');
  return measurement;
}
