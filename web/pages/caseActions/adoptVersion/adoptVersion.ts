import { z } from 'zod';
import { idWords } from '../../../../config/caseWords/words.js';
import { previewAdoption, type DeadlineStands, type Preview } from '../../../../domain/preview.js';
import type { Person } from '../../../../domain/inputs.js';
import { caseId, policyPath } from '../../../../api/schemas/queries.js';
import type { RuleTexts } from '../../../../api/services/worlds.js';
import type { Page } from '../../../page.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';
import { adoptVersionPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { gateWords, whyWords } from '../shared/blockers.js';
import { titleOf, type CaseNow } from '../shared/caseNow.js';
import { recipientWords } from '../shared/words.js';

/** Moves a case to another version of its policy, once a manager has seen what would change. */
export const adoptVersionPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'adoptVersion',
    path: adoptVersionPath.pattern,
    params: z.strictObject({ case: caseId, policy: policyPath.shape.id }),
    input: 'adoptPolicy',
    template: 'caseActions/adoptVersion/adoptVersion.njk',
    fields: actionFields({}),
    about: (event) => event.type === 'policyAdopted',
    load: async (now, { params: { policy }, visitor, by }) => ({
      heading: web.language.say('adoptVersion.heading', { policy }),
      policy,
      current: now.state.policy,
      ...(await previewOf(now, web, visitor, policy, by)),
    }),
    act: (_now, { params }) => ({ name: 'adoptPolicy', body: { policy: params.policy } }),
  });

type Shown = { refused: string } | { refused: null; changes: Changes };

async function previewOf(
  now: CaseNow,
  { api, language }: WebServices,
  { authority }: Visitor,
  name: string,
  by: Person,
): Promise<Shown> {
  const policy = await api.guard.within(() => api.worlds.policy(authority, name));
  if (policy === null) return { refused: language.say('adoptVersion.unknown') };
  const answer = previewAdoption({ state: now.state, world: now.world }, policy.compiled, by, now.now);
  if (!answer.ok) return { refused: answer.refusal.detail };
  return { refused: null, changes: changesOf(now, language, answer.preview, policy.rules) };
}

interface Changes {
  unchanged: boolean;
  deadlines: { title: string; rule: string; was: string; now: string }[];
  earliest: { title: string; was: string; now: string }[];
  checks: { title: string; rule: string; text: string }[];
  gates: { words: string; text: string }[];
  messages: string[];
  tasks: string[];
}

function changesOf(now: CaseNow, language: WebServices['language'], preview: Preview, rules: RuleTexts): Changes {
  const { say, dates } = language;
  const title = (rule: string): string => rules.get(rule)?.title ?? titleOf(now, rule);
  const stands = (one: DeadlineStands | null): string =>
    one === null
      ? say('adoptVersion.absent')
      : `${one.due === null ? say('adoptVersion.noDate') : dates.day(one.due)} (${say(`adoptVersion.state.${one.state}`)})`;
  const day = (date: string | null): string => (date === null ? say('adoptVersion.absent') : dates.day(date));
  const checkStands = (one: { required: boolean; state: string } | null): string =>
    one === null ? say('adoptVersion.absent') : say(one.required ? 'adoptVersion.required' : 'adoptVersion.optional');
  const changes = {
    deadlines: preview.deadlines.map((one) => ({
      title: title(one.rule),
      rule: one.rule,
      was: stands(one.was),
      now: stands(one.now),
    })),
    earliest: preview.earliest.map((one) => ({ title: title(one.rule), was: day(one.was), now: day(one.now) })),
    checks: preview.checks.map((one) => ({
      title: title(one.id),
      rule: one.id,
      text: say('adoptVersion.change', { was: checkStands(one.was), now: checkStands(one.now) }),
    })),
    gates: preview.gates.map((one) => ({
      words: gateWords(now, one.action, language),
      text: [
        say(one.open ? 'adoptVersion.opens' : one.wasOpen ? 'adoptVersion.shuts' : 'adoptVersion.staysShut'),
        ...one.added.map(({ why, rule }) => say('adoptVersion.added', { why: whyWords(now, language, why), rule })),
        ...one.lifted.map(({ why, rule }) => say('adoptVersion.lifted', { why: whyWords(now, language, why), rule })),
      ].join(' '),
    })),
    messages: preview.messages.map((one) =>
      say('adoptVersion.message', { who: recipientWords(now, language, one.to), title: title(one.rule) }),
    ),
    tasks: preview.tasks.map((one) =>
      say('adoptVersion.task', { who: recipientWords(now, language, one.for), kind: idWords(one.kind, language) }),
    ),
  };
  return { unchanged: Object.values(changes).every((list) => list.length === 0), ...changes };
}
