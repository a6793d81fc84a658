import { describe, expect, test } from '@jest/globals';
import { ROLES, type Role } from '../../domain/inputs.js';
import { anyone, casework, mayOpen, only, onCase, readers, signedIn, whoMay } from './policies.js';
import { readLanguage } from '../language/language.js';
import { webFolder } from '../packageFolder.js';
import { policyWords } from './policyWords.js';
import { stranger, type Visitor } from './visitor.js';

const english = readLanguage(webFolder);
const person = (roles: Role[], over: Partial<Visitor> = {}): Visitor => ({
  ...stranger('bradford'),
  person: 'officer-a',
  roles,
  ...over,
});
const allowed = (policy: typeof casework): Role[] => ROLES.filter((role) => policy.allows(person([role])));

describe('policies', () => {
  test('let in exactly their roles', () => {
    expect(allowed(casework)).toEqual(['officer', 'senior', 'manager']);
    expect(allowed(readers)).toEqual(['officer', 'senior', 'manager', 'dsl', 'auditor']);
    expect(allowed(only('trainer'))).toEqual(['trainer']);
    expect(allowed(whoMay('resolveConcern'))).toEqual(['dsl']);
    expect(allowed(signedIn)).toEqual([...ROLES]);
  });

  test('let nobody in who has not signed in or has no role, except where anyone may', () => {
    for (const visitor of [stranger('bradford'), person([])])
      for (const policy of [signedIn, casework, whoMay('note')]) expect(policy.allows(visitor)).toBe(false);
    expect(anyone.allows(stranger('bradford'))).toBe(true);
  });

  test('are sentences', () => {
    expect(policyWords(casework, english)).toBe('Only officers, senior officers and managers');
    expect(policyWords(onCase(only('dsl')), english)).toBe(
      'Only designated safeguarding leads, for a case that is open to them',
    );
  });
});

describe('a case', () => {
  const facts = { authority: 'bradford', restricted: false, assignee: 'officer-b' };
  const closed = { ...facts, restricted: true };
  test.each<[string, boolean, Visitor, typeof facts]>([
    ['opens for its own authority', true, person(['officer']), facts],
    ['is not there for another', false, person(['manager'], { authority: 'luton' }), facts],
    ['is not there for whoever has not signed in', false, stranger('bradford'), facts],
    ['that is restricted is not there for an officer', false, person(['officer']), closed],
    ['that is restricted is not there for a senior officer', false, person(['senior']), closed],
    ['that is restricted opens for its own officer', true, person(['officer'], { person: 'officer-b' }), closed],
    ['that is restricted opens for a manager', true, person(['manager']), closed],
    ['that is restricted opens for a safeguarding lead', true, person(['dsl']), closed],
    ['that is restricted opens for an auditor', true, person(['auditor']), closed],
  ])('%s', (_name, opens, visitor, of) => {
    expect(mayOpen(visitor, of)).toBe(opens);
  });
});
