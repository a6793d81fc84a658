import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { webFolder } from '../packageFolder.js';

type Token = Readonly<{ id: string; token: string }>;

/** Further children of the pictures; nobody exists. One has a name as long as names can be. */
const OTHERS = [
  { givenName: 'Tomasz', familyName: 'Pattern', dateOfBirth: '2012-09-17', school: 'mill-lane' },
  { givenName: 'Bea', familyName: 'Sample', dateOfBirth: '2018-01-30', school: 'oak' },
  {
    givenName: 'Maximiliana-Theodora',
    familyName: 'Wolstenholme-Featherstonehaugh',
    dateOfBirth: '2010-06-02',
    school: 'St Bartholomew and All Angels Church of England Primary School',
  },
  { givenName: 'Idris', familyName: 'Specimen', dateOfBirth: '2016-11-11' },
];

/**
 * Cases at several stages, sent to a demonstration as its people would: enough that each page has something to show.
 * @returns the id of the one on which most has happened
 */
export async function exampleCases(url: string, tokens: readonly Token[]): Promise<string> {
  let sent = 0;
  const post = async (who: string, path: string, body: unknown): Promise<Record<string, unknown>> => {
    sent += 1;
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': `example-${sent}`,
        Authorization: `Bearer ${tokens.find(({ id }) => id === who)?.token ?? ''}`,
      },
      body: JSON.stringify(body),
    });
    const read: unknown = await answer.json();
    if (!answer.ok || typeof read !== 'object' || read === null) throw new Error(`${path}: ${answer.status}`);
    return Object.fromEntries(Object.entries(read));
  };
  const refer = async (referral: unknown): Promise<(who: string, input: string, body: object) => Promise<unknown>> => {
    const { case: caseId } = await post('oak-primary', '/v1/referrals', referral);
    ids.push(String(caseId));
    return (who, input, body) => post(who, `/v1/enquiries/${String(caseId)}/${input}`, body);
  };
  const ids: string[] = [];

  const first: unknown = parse(readFileSync(join(webFolder, '../examples/bradford-referral.yaml'), 'utf8'));
  const main = await refer(first);
  await main('manager-m', 'assign', { to: 'officer-a' });
  await main('officer-a', 'recordCheck', { check: 'BRA-C1', result: 'no_reply', note: 'Rang twice in the morning' });
  await main('officer-a', 'recordCheck', { check: 'BRA-C2', result: 'nothing_found', note: 'Not known there' });
  await main('officer-a', 'note', { text: 'The neighbour at number 14 has not seen the family since half-term.' });
  await main('officer-a', 'raiseConcern', {
    kind: 'neglect',
    immediate: false,
    note: 'No food in the house in October',
  });

  for (const [index, child] of OTHERS.entries()) {
    const send = await refer({ referrer: { kind: 'school', email: 'office@oak.example' }, child, facts: {} });
    if (index < 2) await send('manager-m', 'assign', { to: index === 0 ? 'officer-a' : 'officer-b' });
    if (index === 3) await send('manager-m', 'decideOutcome', { outcome: 'BRA-O1', note: 'On roll at Mill Lane' });
  }
  return ids[0] ?? '';
}
