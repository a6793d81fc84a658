import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributeUpdatePair } from '@temporalio/common';
import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { Instant } from '../domain/time.js';

/** What a case can be looked up by in Temporal. Stored in clear: nothing personal. The client sets them at the start. */
export const authorityKey = defineSearchAttributeKey('Authority', SearchAttributeType.KEYWORD);
export const caseStatusKey = defineSearchAttributeKey('CaseStatus', SearchAttributeType.KEYWORD);
export const packKey = defineSearchAttributeKey('Pack', SearchAttributeType.KEYWORD);
export const nextWakeKey = defineSearchAttributeKey('NextWake', SearchAttributeType.DATETIME);

export interface Shown {
  authority: string;
  status: string;
  pack: string;
  nextWake: Instant | null;
}

/** Shows what changed since the last time, in one call: each call is an event. */
export function createShowcase(): (shown: Shown) => void {
  const held = workflowInfo().typedSearchAttributes;
  let wake = held.get(nextWakeKey)?.toISOString();
  let [authority, status, pack] = [authorityKey, caseStatusKey, packKey].map((key) => held.get(key));
  return (shown) => {
    const pairs: SearchAttributeUpdatePair[] = [];
    if (shown.authority !== authority) pairs.push({ key: authorityKey, value: (authority = shown.authority) });
    if (shown.status !== status) pairs.push({ key: caseStatusKey, value: (status = shown.status) });
    if (shown.pack !== pack) pairs.push({ key: packKey, value: (pack = shown.pack) });
    const next = shown.nextWake === null ? undefined : new Date(shown.nextWake).toISOString();
    if (next !== wake) {
      pairs.push({ key: nextWakeKey, value: next === undefined ? null : new Date(next) });
      wake = next;
    }
    if (pairs.length > 0) upsertSearchAttributes(pairs);
  };
}
