import { describe, expect, test } from '@jest/globals';
import { loadPack } from '../../../../config/pack/load.js';
import type { Policy } from '../../../../api/services/worlds.js';
import type { RuleTexts } from '../../../../api/services/worlds.js';
import { NOTHING_YET, withSeen, WHO, type DraftData, type Who } from './draftData.js';
import { readLanguage } from '../../../language/language.js';
import { webFolder } from '../../../packageFolder.js';
import { flowOf, formsFor, usualSteps, type Flow } from './flow.js';
import { slotKey } from './questions.js';
import { readAnswers } from './answers.js';
import { toReferral } from './toReferral.js';
import { triedLines } from './tried.js';

const TODAY = '2026-12-21';
const WORDS = readLanguage(webFolder);

function policyOf(name: string): Policy {
  const { policy, details, forms, service } = loadPack(name);
  const rules: RuleTexts = new Map(Object.entries(details).map(([id, rule]) => [id, { ...rule }]));
  return { compiled: policy, rules, forms, contacts: [], service, sha256: null };
}

const answering = (who: Who, facts: DraftData['facts'] = {}): DraftData => ({
  ...NOTHING_YET,
  danger: 'no',
  who,
  facts,
  seen: ['danger', 'who'],
});

const asked = (flow: Flow): string[] =>
  flow.steps.flatMap(({ questions }) => questions.map(({ slot }) => slotKey(slot)));
const formId = (name: string, data: DraftData): string | undefined =>
  flowOf(data, policyOf(name), TODAY, WORDS).form?.id;

const PACKS = ['bradford', 'luton', 'derbyshire', 'derbyshire@2', 'bromley', 'banes'];

describe.each(PACKS)('the forms of %s', (name) => {
  const policy = policyOf(name);

  test.each(WHO)('ask %s every field once, that of the referrer apart, and can be filled in to the end', (who) => {
    let data = answering(who);
    for (let steps = 0; ; steps += 1) {
      const flow = flowOf(data, policy, TODAY, WORDS);
      expect(flow.form).not.toBeNull();
      const keys = asked(flow);
      expect(new Set(keys).size).toBe(keys.length);
      for (const { id, questions } of flow.steps) {
        expect(id).toMatch(/^[a-z-]+$/);
        expect(questions.length).toBeLessThan(16);
      }
      if (flow.next === 'check') break;
      expect(steps).toBeLessThan(40);
      data = withSeen(data, flow.next);
    }
    const { form } = flowOf(data, policy, TODAY, WORDS);
    const unconditional = (form?.fields ?? []).filter(({ when }) => when === undefined);
    const keys = asked(flowOf(data, policy, TODAY, WORDS));
    const about = ['completedBy', 'agency', 'referrerPhone', 'publicReferrer', 'signature', 'signedOn'];
    for (const { fact, record } of unconditional) {
      const key = fact ?? record ?? '';
      if (!about.includes(key)) expect(keys).toContain(key);
    }
    const body = toReferral(data, { form: form?.id ?? null, asked: keys, tried: [] });
    expect(body).toMatchObject({ child: {}, facts: {} });
  });

  test('state their answers as facts that the policy takes with a referral', () => {
    for (const who of WHO) {
      const data = answering(who, { on_roll: true, place_accepted: true, health_need: true });
      const { steps } = flowOf(data, policy, TODAY, WORDS);
      for (const { questions } of steps) {
        const typed = Object.fromEntries(
          questions.map(({ id, kind, choices }): [string, unknown] => {
            if (kind === 'yes_no') return [id, 'yes'];
            if (kind === 'date') return [id, { day: '1', month: '9', year: '2026' }];
            if (kind === 'number') return [id, '82.5'];
            if (kind === 'choice' || kind === 'several' || kind === 'tried') return [id, choices[0]?.value ?? ''];
            return [id, kind === 'email' ? 'a@home.example' : kind === 'upn' ? 'A123456789012' : 'words'];
          }),
        );
        const { facts } = readAnswers(questions, typed, { data, today: TODAY, schools: [{ id: 'words' }] });
        for (const { slot } of questions) if ('fact' in slot) expect(facts[slot.fact]).toBeDefined();
      }
    }
  });
});

describe('the right form', () => {
  test('is the one for whoever refers', () => {
    expect(formId('bradford', answering('school'))).toBe('BRA-F1');
    expect(formId('bradford', answering('public'))).toBe('BRA-F2');
    expect(formId('derbyshire', answering('council'))).toBe('DER-F1');
    expect(formId('banes', answering('public'))).toBe('BAN-F1');
  });

  test('hangs on what the policy makes it hang on, which is asked first and only where there is a choice', () => {
    const steps = (data: DraftData): string[] =>
      flowOf(data, policyOf('luton'), TODAY, WORDS).steps.map(({ id }) => id);
    expect(steps(answering('school')).slice(0, 3)).toEqual(['danger', 'who', 'form']);
    expect(steps(answering('public'))).not.toContain('form');
    expect(formId('luton', answering('school'))).toBe('LUT-F1');
    expect(formId('luton', answering('school', { on_roll: false }))).toBe('LUT-F2');
    expect(formId('luton', answering('school', { on_roll: true, parent_letters: true }))).toBe('LUT-F1a');
    expect(formId('luton', answering('public'))).toBe('LUT-F2');
  });

  test('never is one that serves another purpose: leaving a register, or the welfare service', () => {
    expect(formsFor(policyOf('bromley').forms, 'school').map(({ id }) => id)).toEqual(['BRO-F1']);
  });
});

describe('what has been tried', () => {
  const triedIn = (name: string, who: Who) => {
    const { steps } = flowOf(answering(who), policyOf(name), TODAY, WORDS);
    const questions = steps.flatMap((step) => step.questions);
    return {
      list: questions.find(({ kind }) => kind === 'tried'),
      words: questions.find(({ slot }) => slotKey(slot) === 'tried')?.title,
    };
  };

  test('is a list of the checks that the policy gives a school, or of what is usual, and words beside it', () => {
    expect(triedIn('bradford', 'school').list?.choices).toEqual(usualSteps(WORDS.say));
    expect(triedIn('bradford', 'school').words).toBe('What else has been tried, when, and what came of it?');
    expect(triedIn('bromley', 'school').list?.choices.map(({ value }) => value)).toContain('BRO-CS1');
    // Its own form asks for the rest in words.
    expect(triedIn('bromley', 'school').words).toBeUndefined();
    expect(triedIn('bradford', 'public')).toEqual({ list: undefined, words: undefined });
  });

  test('reaches the case with the day and the outcome of each', () => {
    const policy = policyOf('bradford');
    const data: DraftData = {
      ...answering('school'),
      records: {
        triedChecks: 'calls, homeVisit',
        'triedChecks#homeVisit#on': '2026-11-04',
        'triedChecks#homeVisit#came': 'Nobody answered',
      },
    };
    const keys = asked(flowOf(data, policy, TODAY, WORDS));
    const tried = triedLines(data.records, usualSteps(WORDS.say), WORDS);
    expect(toReferral(data, { form: 'BRA-F1', asked: keys, tried }).details).toEqual({
      triedChecks:
        'Telephone calls, messages or letters to the family\nA visit to the home: Wednesday 4 November 2026, Nobody answered',
    });
  });
});

describe('a question with a condition', () => {
  const keysOf = (facts: DraftData['facts']): string[] =>
    asked(flowOf(answering('school', facts), policyOf('derbyshire'), TODAY, WORDS));

  test('is asked only while it holds', () => {
    expect(keysOf({})).not.toContain('first_absence');
    expect(keysOf({ on_roll: true })).toContain('first_absence');
    expect(keysOf({ on_roll: true })).not.toContain('ceased_registration');
    expect(keysOf({ on_roll: false })).toContain('ceased_registration');
  });

  test('comes after what it hangs on, and its answer stays behind when it is no longer asked', () => {
    const policy = policyOf('banes');
    const data = answering('school', { health_need: true, sickness_15_expected: true });
    const flow = flowOf(data, policy, TODAY, WORDS);
    const stepOf = (fact: string) =>
      flow.steps.findIndex(({ questions }) => questions.some(({ slot }) => slotKey(slot) === fact));
    expect(stepOf('sickness_15_expected')).toBeGreaterThan(stepOf('health_need'));
    const changed = { ...data, facts: { ...data.facts, health_need: false } };
    const now = flowOf(changed, policy, TODAY, WORDS);
    const { facts } = toReferral(changed, { form: 'BAN-F1', asked: asked(now), tried: [] });
    expect(facts).toEqual({ health_need: false });
  });
});
