import { Type } from '@sinclair/typebox';
import { Refusal } from '../../lib/messages';
import { defineNode } from '../shell/definition';

const ApiCommand = Type.Object(
  { optimize: Type.Literal(true, { description: 'Look for the best paths now' }) },
  { $id: 'ApiCommand', title: 'ApiCommand' },
);

export const definition = defineNode({
  type: 'grid-operations-api',
  version: 1,
  color: '#9fb8d6',
  inputs: 1,
  outputs: [
    { name: 'commands', schema: ApiCommand, single: true },
    { name: 'refused', schema: Refusal },
  ],
  settings: Type.Object({
    network: Type.String({ default: '', description: 'Network that is told of' }),
    basePath: Type.String({
      default: '/api',
      maxLength: 200,
      pattern: '^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$',
      description: 'Path below which requests are answered, e.g. /api',
    }),
    requestsPerMinute: Type.Integer({
      default: 600,
      minimum: 0,
      maximum: 1_000_000,
      description: 'Of a client; 0: no limit',
    }),
    waitSeconds: Type.Number({
      default: 10,
      minimum: 0,
      maximum: 60,
      unit: 's',
      description: 'Longest wait for an optimisation',
    }),
    isHealthOpen: Type.Boolean({ default: true, description: '/health answers without the token' }),
    allowedOrigins: Type.Array(Type.String({ maxLength: 500 }), {
      default: [],
      description: 'Origins whose pages may read answers (CORS)',
    }),
    historyLength: Type.Integer({ default: 1000, minimum: 1, maximum: 100_000, description: 'Losses that are kept' }),
    staleSeconds: Type.Number({
      default: 60,
      minimum: 1,
      maximum: 86_400,
      unit: 's',
      description: 'After which data counts as old',
    }),
  }),
  fields: { network: { control: 'config', type: 'grid-topology' }, allowedOrigins: { control: 'lines' } },
  basic: ['network', 'basePath', 'requestsPerMinute'],
  credentials: { token: 'password' },
});
