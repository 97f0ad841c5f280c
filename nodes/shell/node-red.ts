import type { IncomingMessage, ServerResponse } from 'node:http';

/** The part of Node-RED's runtime API that the shell uses. Node-RED ships no types of its own. */

export interface NodeMessage {
  _msgid?: string;
  topic?: string;
  payload?: unknown;
  reset?: unknown;
  flush?: unknown;
  [property: string]: unknown;
}

export interface NodeStatus {
  fill: 'red' | 'green' | 'yellow' | 'blue' | 'grey';
  shape: 'ring' | 'dot';
  /** Under 20 characters: the editor shows it under the node. */
  text: string;
}

export type Send = (messages: NodeMessage | (NodeMessage | NodeMessage[] | null)[]) => void;
export type Done = (error?: Error) => void;

export interface RuntimeNode {
  id: string;
  type: string;
  name?: string;
  credentials?: Record<string, string>;
  /** Set by our own configuration nodes: what they share, or why they can't. */
  shared?: unknown;
  fault?: Error;
  on(event: 'input', listener: (message: NodeMessage, send: Send, done: Done) => void): void;
  on(event: 'close', listener: (removed: boolean, done: () => void) => void): void;
  send: Send;
  status(status: NodeStatus | Record<string, never>): void;
  log(text: string): void;
  warn(text: string): void;
  error(error: string | Error, message?: NodeMessage): void;
}

/** A node's configuration as the editor saved it: strings where the user typed `${ENV}`, any version. */
export type NodeConfig = Record<string, unknown> & { id: string; type: string };

export interface AdminRequest {
  body?: unknown;
}

export interface AdminResponse {
  json(body: unknown): void;
}

type Handler = (request: AdminRequest, response: AdminResponse, next?: () => void) => void;

/** A handler of Express, as far as it is used: the request and response of Node.js. */
export type HttpHandler = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

export interface NodeRed {
  /** Absent in a Node-RED without an editor. */
  httpAdmin?: { post(path: string, ...handlers: Handler[]): void };
  auth?: { needsPermission(permission: string): Handler };
  /** Absent when httpNodeRoot is false; behind httpNodeAuth. */
  httpNode?: Record<'get' | 'post', (path: string, ...handlers: HttpHandler[]) => void> & {
    use(handler: HttpHandler): void;
  };
  nodes: {
    createNode(node: RuntimeNode, config: NodeConfig): void;
    /** Null for a node that is missing or disabled. */
    getNode(id: string): RuntimeNode | null;
    registerType(
      type: string,
      construct: (this: RuntimeNode, config: NodeConfig) => void,
      options?: { credentials?: Record<string, { type: 'text' | 'password' }> },
    ): void;
  };
  /** What a variable of the environment is for a node: that of its group, its flow, all flows, or the process. */
  util?: { getSetting(node: RuntimeNode | null, name: string): unknown };
  settings: {
    userDir?: string;
    gridloom?: { snapshotSeconds?: number };
    /** False: there is no HTTP for flows. */
    httpNodeRoot?: string | false;
    httpNodeAuth?: unknown;
    httpNodeMiddleware?: HttpHandler | HttpHandler[];
  };
}
