import { describe, expect, test } from '@jest/globals';
import { MessageRefused, RecipientRejected, TryLater } from './channelErrors.js';
import { toE164 } from '../../config/phoneNumber.js';
import { createTextChannel, type TextRequest } from './text.js';

const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'secret-token', from: '0113 496 0000' };

function recording(statusCode: number, body: unknown, from = account.from) {
  const requests: TextRequest[] = [];
  const transport = {
    request(request: TextRequest) {
      requests.push(request);
      return Promise.resolve({ statusCode, body });
    },
  };
  return { requests, channel: createTextChannel({ ...account, from, transport }) };
}
const failureOf = (sent: Promise<unknown>): Promise<unknown> =>
  sent.then(
    () => 'sent',
    (error: unknown) => error,
  );

describe('a text', () => {
  test('is the request that the provider documents', async () => {
    const { requests, channel } = recording(201, { sid: 'SM0123', status: 'queued' });
    expect(await channel.send({ to: '07700 900123', body: 'Reference R-1042.' })).toEqual({ providerId: 'SM0123' });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: 'post',
      uri: `https://api.twilio.com/2010-04-01/Accounts/${account.accountSid}/Messages.json`,
      username: account.accountSid,
      password: 'secret-token',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect(requests[0]?.data).toEqual({ To: '+447700900123', From: '+441134960000', Body: 'Reference R-1042.' });
  });

  test('may come from a name of at most 11 letters and digits', async () => {
    const { requests, channel } = recording(201, { sid: 'SM1' }, 'BradfordCME');
    await channel.send({ to: '+44 7700 900123', body: 'Hello' });
    expect(requests[0]?.data).toMatchObject({ From: 'BradfordCME' });
    expect(() => recording(201, {}, 'Bradford Council')).toThrow(TypeError);
    expect(() => recording(201, {}, '123')).toThrow(TypeError);
  });

  test.each([
    [400, 21211, 'RecipientRejected'],
    [400, 21265, 'RecipientRejected'],
    [400, 21610, 'RecipientRejected'],
    [400, 21614, 'RecipientRejected'],
    [400, 21635, 'RecipientRejected'],
    [400, 21408, 'TryLater'],
    [400, 99999, 'TryLater'],
    [401, 20003, 'TryLater'],
    [429, 20429, 'TryLater'],
    [503, 20503, 'TryLater'],
  ])('the provider answers %i with code %i: %s', async (status, code, name) => {
    const { channel } = recording(status, { code, message: 'The number +447700900123 is not right', status });
    const failure = await failureOf(channel.send({ to: '07700900123', body: 'Hello' }));
    expect(failure).toMatchObject({ name });
    expect(String(failure)).not.toContain('7700');
    expect(String(failure)).not.toContain('secret-token');
  });

  test('an answer that is no JSON, or none at all: later', async () => {
    const { channel } = recording(502, '<html>Bad gateway</html>');
    expect(await failureOf(channel.send({ to: '07700900123', body: 'Hello' }))).toBeInstanceOf(TryLater);
    const cut = createTextChannel({
      ...account,
      transport: { request: () => Promise.reject(new Error('socket hang up 07700900123')) },
    });
    const failure = await failureOf(cut.send({ to: '07700900123', body: 'Hello' }));
    expect(failure).toBeInstanceOf(TryLater);
    expect(String(failure)).not.toContain('900123');
  });

  test('an impossible number, an empty text and one too long never leave', async () => {
    const { requests, channel } = recording(201, { sid: 'SM1' });
    for (const to of ['', '12', 'not a number', '07700 900123 x5', '07700900123,07700900124', '+44770090012312345'])
      expect(await failureOf(channel.send({ to, body: 'Hello' }))).toBeInstanceOf(RecipientRejected);
    expect(await failureOf(channel.send({ to: '07700900123', body: ' ' }))).toBeInstanceOf(MessageRefused);
    expect(await failureOf(channel.send({ to: '07700900123', body: 'x'.repeat(1601) }))).toBeInstanceOf(MessageRefused);
    expect(requests).toEqual([]);
  });
});

describe('phone numbers', () => {
  test.each([
    ['07700 900123', '+447700900123'],
    ['(01632) 960 001', '+441632960001'],
    ['020 7946 0000', '+442079460000'],
    ['+48 512 345 678', '+48512345678'],
    ['0044 7700 900123', '+447700900123'],
  ])('%s is %s', (written, number) => {
    expect(toE164(written)).toBe(number);
  });
});
