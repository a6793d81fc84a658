/** Filling the referral form in, page by page, as a person would. */
import type { Browser, PageReply } from './webHarness.js';

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Sends the main form of a page, the last one on it, with its hidden fields. */
export async function send(browser: Browser, path: string, fields: Fields): Promise<PageReply> {
  const { $, status } = await browser.get(path);
  const form = $('main form').last();
  if (form.length === 0) throw new Error(`${path} (${status}) has no form`);
  const hidden = form
    .find('input[type=hidden]')
    .toArray()
    .map((input): [string, string] => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']);
  return browser.post(path, { ...Object.fromEntries(hidden), ...fields });
}

/** Starts a form; answers the id of what is being filled in. */
export async function begin(browser: Browser): Promise<string> {
  const sent = await send(browser, '/refer', {});
  const [, draft] = /^\/refer\/form\/([0-9a-f]{32})\/danger$/.exec(sent.location ?? '') ?? [];
  if (draft === undefined) throw new Error(`The form did not start: ${sent.status} ${sent.location ?? ''}`);
  return draft;
}

/**
 * Goes from the first step to the answers, following the service's own way.
 * @param answers by step; what is not named is left empty
 */
export async function fillIn(
  browser: Browser,
  answers: Readonly<Record<string, Fields>>,
): Promise<{ draft: string; steps: string[]; check: PageReply }> {
  const draft = await begin(browser);
  const steps: string[] = [];
  let step = 'danger';
  while (step !== 'check') {
    steps.push(step);
    if (steps.length > 40) throw new Error(`The form does not end: ${steps.join(' ')}`);
    const given = step === 'danger' ? { danger: 'no', ...answers.danger } : answers[step];
    const path = `/refer/form/${draft}/${step}`;
    let sent = await send(browser, path, given ?? {});
    if (sent.location?.endsWith('/danger-now') === true) {
      const { $ } = await browser.follow(sent);
      sent = { ...sent, location: $('main a.govuk-button').attr('href') };
    }
    const { $ } = sent;
    if (sent.location === undefined)
      throw new Error(`${step}: ${sent.status} ${$('.govuk-error-summary').text().replaceAll(/\s+/g, ' ')}`);
    step = sent.location.split('/').at(-1) ?? '';
  }
  return { draft, steps, check: await browser.get(`/refer/form/${draft}/check`) };
}
