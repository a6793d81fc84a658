import { describe, expect, test } from '@jest/globals';
import { useWeb } from '../../../testing/webHarness.js';
import { readLanguage } from '../../../language/language.js';
import { webFolder } from '../../../packageFolder.js';
import { wordsOf } from './casePeople.js';

const english = readLanguage(webFolder);

const web = useWeb();

describe('the people of a case', () => {
  test('are all there, what is missing is said, and what may not be told stands out', async () => {
    const { api, as } = web();
    const caseId = await api.refer({
      child: {
        givenName: 'Peregrine',
        familyName: "O'Long-Featherstonehaugh",
        dateOfBirth: '2014-02-03',
        addresses: [
          { kind: 'last_known', lines: '1 Invented Row\nBradford', postcode: 'BD1 1ZZ' },
          { kind: 'new', lines: 'A refuge', withheld: true },
        ],
      },
      contacts: [
        { role: 'parent', name: 'A father', phone: '07700 900123', relationship: 'father', safeToContact: false },
      ],
      details: {
        languages: 'Urdu, English',
        triedChecks: 'Telephone calls\nA visit to the home',
        reason: 'Not seen since June',
      },
    });
    const { $, status } = await (await as('officer')).get(`/cases/${caseId}/people`);
    expect(status).toBe(200);
    const text = $('main').text();
    for (const part of ['Peregrine', 'A father', '07700 900123', 'A refuge', 'Urdu, English', 'Oak Primary'])
      expect(text).toContain(part);
    // What is put together for a row is not escaped twice.
    expect(text).not.toMatch(/<span|&#/);
    expect(text).toContain('must not be told to a parent');
    expect(text).toContain('Not safe to contact');
    expect($('dt:contains("UPN")').next().text().trim()).toBe('Not provided');
    expect($('dt:contains("What was done before the referral")').next().text()).toBe(
      'Telephone calls\nA visit to the home',
    );
    // In the words in which the policy's form asked.
    expect($('dt:contains("Why the child is out of education")').next().text()).toBe('Not seen since June');
    expect($('button[data-app-copy="07700 900123"]').attr('hidden')).toBeDefined();
  });

  test('lead to the cases of the household, but not to one that is not open to whoever asks', async () => {
    const { api, as } = web();
    const one = await api.refer();
    const other = await api.refer();
    await api.register.households.link('bradford', [one, other]);
    const officer = await as('officer');
    expect((await officer.get(`/cases/${one}/people`)).$(`a[href="/cases/${other}"]`)).toHaveLength(1);
    await api.register.cases.setRestricted('bradford', other, true);
    expect((await officer.get(`/cases/${one}/people`)).$(`a[href="/cases/${other}"]`)).toHaveLength(0);
  });
});

test('what a form asked further is put into words, whatever its shape', () => {
  expect(wordsOf(['a', 'b'], english)).toBe('a; b');
  expect(wordsOf({ firstName: 'A', known: true }, english)).toBe('First name: A; Known: Yes');
  expect(wordsOf(null, english)).toBe('');
  expect(wordsOf(3, english)).toBe('3');
});
