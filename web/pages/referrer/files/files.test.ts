import { expect, test } from '@jest/globals';
import { addSeconds, instantOf } from '../../../../domain/time.js';
import { fillIn, send } from '../../../testing/referralForm.js';
import { useWeb } from '../../../testing/webHarness.js';
import { unlikeName } from '../../../../tests/support/children.js';

let ahead = 0;
const web = useWeb({ now: () => addSeconds(instantOf(Math.floor(Date.now() / 1_000)), ahead) });
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

test('a file goes with a referral that was sent, and with no other; what it is not is refused', async () => {
  const browser = web().stranger();
  const { draft } = await fillIn(browser, { who: { who: 'public' }, name: { familyName: unlikeName() } });
  const path = `/refer/form/${draft}/files`;
  expect((await browser.get(path)).location).toBe(`/refer/form/${draft}/check`);
  ahead += 6;
  const sent = await browser.follow(await send(browser, `/refer/form/${draft}/check`, {}));
  const reference = sent.$('.govuk-panel strong').text();
  expect(sent.$(`a[href="${path}"]`)).toHaveLength(1);
  const none = await browser.upload(path, { field: 'file', name: '', body: Buffer.alloc(0) });
  expect([none.status, none.$('.govuk-error-summary a').attr('href')]).toEqual([422, '#file']);
  const html = await browser.upload(path, {
    ...{ field: 'file', name: 'letter.pdf', body: Buffer.from('<script>alert(1)</script>') },
  });
  expect([html.status, html.$('#file-error').text().includes('PDF, JPEG or PNG')]).toEqual([422, true]);
  const added = await browser.upload(path, { field: 'file', name: '../letter.pdf', body: PDF });
  expect([added.status, added.location]).toEqual([303, path]);
  const row = await web().api.register.cases.findByReference('bradford', reference);
  const kept = await web().api.services.files.list({ authority: 'bradford', caseId: row?.caseId ?? '' });
  expect(kept).toMatchObject([{ kind: 'pdf', name: 'letter.pdf', addedBy: 'system:open-form' }]);
  expect((await web().stranger().get(path)).location).toBe('/refer');
});
