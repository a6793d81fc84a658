import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { unlikeChild } from '../../support/children.js';

/** What the tests read of an answer; everything else stays as it came. */
const Body = z.looseObject({
  case: z.string().default(''),
  reference: z.string().default(''),
  seq: z.number().default(0),
  status: z.union([z.string(), z.number()]).default(''),
  code: z.string().default(''),
  detail: z.string().default(''),
});

export interface Answer {
  status: number;
  body: z.output<typeof Body>;
  text: string;
  /** From the first byte sent to the last received. */
  tookMs: number;
}

export interface ApiClient {
  get(path: string, as?: string): Promise<Answer>;
  post(path: string, body: object, options?: { as?: string; key?: string }): Promise<Answer>;
}

/** Speaks to a running API as the people of the demonstration. */
export function createApiClient(url: string, token: (id: string) => string): ApiClient {
  async function call(path: string, as: string, init: RequestInit): Promise<Answer> {
    const began = performance.now();
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer ${token(as)}`);
    headers.set('Content-Type', 'application/json');
    const answer = await fetch(`${url}${path}`, { ...init, headers });
    const text = await answer.text();
    const tookMs = performance.now() - began;
    return { status: answer.status, text, tookMs, body: Body.parse(text === '' ? {} : JSON.parse(text)) };
  }
  return {
    get: (path, as = 'officer-a') => call(path, as, {}),
    post: (path, body, { as = 'officer-a', key = randomUUID() } = {}) =>
      call(path, as, { method: 'POST', body: JSON.stringify(body), headers: { 'Idempotency-Key': key } }),
  };
}

/** A child like no other, referred by a member of the public who leaves no way to reply. */
export const aReferral = (over: Record<string, unknown> = {}) => ({
  referrer: { kind: 'public' },
  child: unlikeChild(),
  facts: {},
  ...over,
});

const TRIES = 20;

/**
 * Refers a child and answers the case's id. Where it was not saved, a busy moment, it is sent again as the answer says.
 * @throws the answer where it is not taken
 */
export async function refer(api: ApiClient, over: Record<string, unknown> = {}): Promise<string> {
  const key = randomUUID();
  const body = aReferral(over);
  for (let tries = 1; ; tries += 1) {
    const answer = await api.post('/v1/referrals', body, { key });
    if (answer.status === 201) return answer.body.case;
    if (answer.status !== 503 || tries === TRIES) throw new Error(`Not referred: ${answer.status} ${answer.text}`);
    await delay(500);
  }
}
