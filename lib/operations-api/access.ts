import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiFault, type ApiRequest, header } from './http';

/** @throws ApiFault 401 unless the request has the token (RFC 6750); the comparison takes as long for any other one */
export function checkToken(request: ApiRequest, token: string): void {
  const [, given] = /^Bearer +([^ ]+) *$/i.exec(header(request, 'authorization') ?? '') ?? [];
  if (given !== undefined && timingSafeEqual(digest(given), digest(token))) return;
  const challenge = given === undefined ? 'Bearer realm="gridloom"' : 'Bearer realm="gridloom", error="invalid_token"';
  const message =
    given === undefined ? 'the request has no bearer token' : 'the bearer token is not the one of this API';
  throw new ApiFault(401, message, 'send the header Authorization: Bearer and the token', {
    'www-authenticate': challenge,
  });
}

/** Of equal length whatever the length of the text. */
const digest = (text: string) => createHash('sha256').update(text).digest();

/** Headers that let pages of other origins read the answer, where the origin is allowed; `*` allows all. */
export function corsHeaders(request: ApiRequest, allowedOrigins: readonly string[]): Record<string, string> {
  if (allowedOrigins.length === 0) return {};
  const origin = header(request, 'origin');
  const isOpen = allowedOrigins.includes('*');
  const vary: Record<string, string> = isOpen ? {} : { vary: 'Origin' };
  if (origin === undefined || !(isOpen || allowedOrigins.includes(origin))) return vary;
  return {
    ...vary,
    'access-control-allow-origin': isOpen ? '*' : origin,
    'access-control-expose-headers': 'Retry-After, WWW-Authenticate',
  };
}

/** Answer to OPTIONS: the methods, and for a page that may ask (preflight) what it may send. */
export function optionsHeaders(cors: Record<string, string>, allow: string): Record<string, string> {
  if (!('access-control-allow-origin' in cors)) return { ...cors, allow };
  return {
    ...cors,
    allow,
    'access-control-allow-methods': allow,
    'access-control-allow-headers': 'Authorization, Content-Type',
    'access-control-max-age': '600',
  };
}
