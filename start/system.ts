import { addressOf } from './address';
import { type Broker, startBroker } from './broker';
import type { Environment } from './environment';
import { NodeRedProcess } from './node-red-process';
import { freePort } from './port';
import { cityFolder, faultsFolder, prepareUserFolder } from './user-folder';

export interface System {
  editorUrl: string;
  dashboardUrl: string;
  brokerUrl: string;
  nodeRed: NodeRedProcess;
  broker?: Broker;
  stop(): Promise<void>;
}

/**
 * The whole system: broker (unless another one is named), user folder, Node-RED with the flows.
 * Ports that are taken are passed over; `report` is told.
 */
export async function startSystem(
  root: string,
  environment: Environment,
  report: (line: string) => void,
  output: (text: string) => void,
): Promise<System> {
  const { host } = environment;
  const broker = environment.brokerUrl ? undefined : await embeddedBroker(environment, report);
  const brokerUrl = environment.brokerUrl ?? broker!.url;
  const port = await freePort(environment.editorPort, host, broker ? [broker.port] : []);
  if (port !== environment.editorPort) report(`port ${environment.editorPort} is in use: the editor takes ${port}`);
  prepareUserFolder(root, environment.userDir, broker !== undefined);
  const nodeRed = new NodeRedProcess(
    root,
    environment.userDir,
    host,
    port,
    childEnvironment(root, environment, brokerUrl),
    output,
  );
  try {
    await nodeRed.start();
  } catch (error) {
    await nodeRed.stop();
    await broker?.close();
    throw error;
  }
  return {
    editorUrl: `${addressOf('http', host, port)}/`,
    dashboardUrl: `${addressOf('http', host, port)}/dashboard`,
    brokerUrl,
    nodeRed,
    ...(broker && { broker }),
    stop: async () => {
      await nodeRed.stop();
      await broker?.close();
    },
  };
}

async function embeddedBroker(environment: Environment, report: (line: string) => void): Promise<Broker> {
  const port = await freePort(environment.brokerPort, environment.host, [environment.editorPort]);
  if (port !== environment.brokerPort) report(`port ${environment.brokerPort} is in use: the broker takes ${port}`);
  return startBroker({ ...environment, port });
}

/** The settings and the flows read these variables. */
function childEnvironment(root: string, environment: Environment, brokerUrl: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GRIDLOOM_ROOT: root,
    GRIDLOOM_HOST: environment.host,
    GRIDLOOM_BROKER_URL: brokerUrl,
    GRIDLOOM_CITY_DIR: cityFolder(environment.userDir),
    GRIDLOOM_FAULTS_DIR: faultsFolder(environment.userDir),
    GRIDLOOM_USERNAME: environment.username ?? '',
    GRIDLOOM_PASSWORD: environment.password ?? '',
  };
}
