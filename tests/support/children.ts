import { randomInt, randomUUID } from 'node:crypto';

/** A name that resembles no other, so that no test's child is taken for another's. */
export const unlikeName = (): string =>
  Array.from(randomUUID().replaceAll('-', ''), (digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)]).join('');

/** A child of compulsory school age like no other. Referrals of two born on one day wait for each other in the register. */
export const unlikeChild = () => ({
  givenName: unlikeName(),
  familyName: unlikeName(),
  dateOfBirth: `201${randomInt(2, 10)}-0${randomInt(1, 10)}-${randomInt(10, 29)}`,
});
