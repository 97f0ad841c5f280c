import { join } from 'node:path';
import { isLoopback } from './broker';

/** What a start can be told by environment variables; docs/settings.md describes each. */
export interface Environment {
  host: string;
  editorPort: number;
  brokerPort: number;
  /** Another broker instead of the embedded one. */
  brokerUrl?: string;
  username?: string;
  password?: string;
  userDir: string;
}

/** @throws Error that names the variable and what it needs. */
export function readEnvironment(env: NodeJS.ProcessEnv, root: string): Environment {
  const environment: Environment = {
    host: env.GRIDLOOM_HOST || '127.0.0.1',
    editorPort: portOf(env, 'GRIDLOOM_PORT', 1880),
    brokerPort: portOf(env, 'GRIDLOOM_MQTT_PORT', 1883),
    userDir: env.GRIDLOOM_USER_DIR || join(root, '.gridloom'),
  };
  if (env.GRIDLOOM_BROKER_URL) environment.brokerUrl = brokerUrlOf(env.GRIDLOOM_BROKER_URL);
  if (env.GRIDLOOM_USERNAME) environment.username = env.GRIDLOOM_USERNAME;
  if (env.GRIDLOOM_PASSWORD) environment.password = env.GRIDLOOM_PASSWORD;
  if (!isLoopback(environment.host) && !(environment.username && environment.password)) {
    throw new Error(
      `nothing listens on ${environment.host} without credentials: set GRIDLOOM_USERNAME and GRIDLOOM_PASSWORD, ` +
        'or leave GRIDLOOM_HOST at 127.0.0.1',
    );
  }
  return environment;
}

function portOf(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const port = Number(env[name] || fallback);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Error(`${name} must be a port from 1 to 65535, but is "${env[name]}"`);
}

function brokerUrlOf(text: string): string {
  if (/^(mqtts?|wss?):\/\/[^/]+/.test(text)) return text;
  throw new Error(`GRIDLOOM_BROKER_URL must look like mqtt://host:1883 or mqtts://host:8883, but is "${text}"`);
}
