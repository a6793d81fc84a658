import type { SunkMessage } from './store.js';

/** The pages of the sink: plain HTML made on the server, no script, nothing loaded from elsewhere. */

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
function when(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? at : clock.format(date);
}

export const stylesheet = `
:root { color-scheme: light dark; --ink: #16191d; --quiet: #5a636e; --line: #d9dee4; --page: #f5f6f8; --sheet: #ffffff; --accent: #1d5a8c; --mail: #e3eef8; --text: #e4f3e6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9edf1; --quiet: #a3adb8; --line: #343b44; --page: #14171b; --sheet: #1d2126; --accent: #8cc2ee; --mail: #1d3a55; --text: #1f4526; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header { background: var(--sheet); border-bottom: 1px solid var(--line); }
header div, main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.25rem; margin: 0; }
h1 a { color: inherit; text-decoration: none; }
header p { margin: 0; color: var(--quiet); }
h2 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0 1rem; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
a { color: var(--accent); }
a:focus-visible, input:focus-visible, button:focus-visible, summary:focus-visible { outline: 3px solid #ffbf47; outline-offset: 2px; }
form { display: flex; gap: .5rem; flex-wrap: wrap; align-items: end; margin-bottom: 1rem; }
label { display: block; font-weight: 600; }
input { font: inherit; width: 22rem; max-width: 100%; padding: .4rem .6rem; border: 1px solid var(--quiet); border-radius: 4px; background: var(--sheet); color: inherit; }
button { font: inherit; padding: .4rem 1rem; border: 1px solid var(--accent); border-radius: 4px; background: var(--accent); color: var(--sheet); cursor: pointer; }
.count { color: var(--quiet); margin: 0 0 .5rem; }
ol { list-style: none; margin: 0; padding: 0; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; }
li + li { border-top: 1px solid var(--line); }
li { padding: .75rem 1rem; overflow-wrap: anywhere; }
li a { font-weight: 600; }
.meta { display: flex; gap: .25rem 1rem; flex-wrap: wrap; color: var(--quiet); font-size: .875rem; }
.kind { border-radius: 3px; padding: 0 .4rem; color: var(--ink); }
.email { background: var(--mail); } .text { background: var(--text); }
.snippet { margin: .15rem 0 0; color: var(--quiet); display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.empty { background: var(--sheet); border: 1px dashed var(--line); border-radius: 6px; padding: 2rem; text-align: center; color: var(--quiet); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: 0; }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 1rem; }
iframe { width: 100%; height: 28rem; border: 1px solid var(--line); border-radius: 6px; background: #ffffff; }
details { margin-top: 1.5rem; } summary { cursor: pointer; } details dl { margin-top: .5rem; font-size: .875rem; }
`;

function page(title: string, main: string, watching = false): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${watching ? '<meta http-equiv="refresh" content="3">\n' : ''}<title>${escape(title)}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><div>
<h1><a href="/">Mail sink</a></h1>
<p>Every e-mail and text of this demonstration ends here. Nothing has left this machine.</p>
</div></header>
<main>
${main}
</main>
</body>
</html>
`;
}

const kindLabel = (message: SunkMessage): string =>
  message.kind === 'email' ? '<span class="kind email">E-mail</span>' : '<span class="kind text">Text</span>';

const titleOf = (message: SunkMessage): string =>
  message.subject || (message.kind === 'text' ? (message.text ?? '').slice(0, 80) : '') || '(no subject)';

function row(message: SunkMessage): string {
  const snippet = message.kind === 'email' ? (message.text ?? '').replace(/\s+/g, ' ').slice(0, 220) : '';
  return `<li>
<a href="/messages/${message.id}">${escape(titleOf(message))}</a>
<div class="meta">${kindLabel(message)}<span>To ${escape(message.to.join(', '))}</span><time datetime="${escape(message.at)}">${escape(when(message.at))}</time></div>
${snippet === '' ? '' : `<p class="snippet">${escape(snippet)}</p>\n`}</li>`;
}

export interface ListView {
  /** Newest first: those of this page. */
  readonly shown: readonly SunkMessage[];
  /** How many match the filter in all. */
  readonly matching: number;
  readonly to: string;
  readonly recipients: readonly string[];
  readonly watching: boolean;
  /** The number before which the next page begins, if there is one. */
  readonly older: number | undefined;
}

/** The list, newest first, with the filter by recipient. */
export function listPage({ shown, matching, to, recipients, watching, older }: ListView): string {
  const link = (extra: Record<string, string>): string => {
    const query = new URLSearchParams({ ...(to === '' ? {} : { to }), ...extra }).toString();
    return escape(query === '' ? '/' : `/?${query}`);
  };
  const filter = `<form action="/" method="get">
<div><label for="to">Recipient</label><input id="to" name="to" list="recipients" value="${escape(to)}" autocomplete="off"></div>
<datalist id="recipients">${recipients.map((one) => `<option value="${escape(one)}"></option>`).join('')}</datalist>
<button>Show</button>
</form>`;
  const watch = watching
    ? `Refreshing every 3 seconds. <a href="${link({})}">Stop</a>`
    : `<a href="${link({})}">Refresh</a> · <a href="${link({ watch: '1' })}">Keep refreshing</a>`;
  const count = `${matching} ${matching === 1 ? 'message' : 'messages'}${to === '' ? '' : ` to “${escape(to)}” (<a href="/">show all</a>)`}`;
  const list =
    shown.length === 0
      ? '<p class="empty">No messages yet. They appear here as soon as they are sent.</p>'
      : `<ol>\n${shown.map(row).join('\n')}\n</ol>`;
  const next = older === undefined ? '' : `\n<p><a href="${link({ before: String(older) })}">Older messages</a></p>`;
  return page(
    `Mail sink: ${matching} messages`,
    `${filter}\n<p class="count">${count} · ${watch}</p>\n${list}${next}`,
    watching,
  );
}

/** One message: its text, its HTML in a frame that can do nothing, all its headers. */
export function messagePage(message: SunkMessage): string {
  const facts: [string, string][] = [
    ['To', message.to.join(', ')],
    ...(message.from === '' ? [] : [['From', message.from] satisfies [string, string]]),
    ['Arrived', when(message.at)],
    ...(message.messageId === '' ? [] : [['Message-ID', message.messageId] satisfies [string, string]]),
  ];
  const terms = (pairs: readonly (readonly [string, string])[]): string =>
    pairs.map(([term, value]) => `<dt>${escape(term)}</dt><dd>${escape(value)}</dd>`).join('\n');
  return page(
    titleOf(message),
    `<p><a href="/">All messages</a></p>
${kindLabel(message)}
<h2>${escape(titleOf(message))}</h2>
<dl>
${terms(facts)}
</dl>
${message.text === null ? '' : `<h3>${message.html === null ? 'Message' : 'As text'}</h3>\n<div class="sheet"><pre>${escape(message.text)}</pre></div>`}
${message.html === null ? '' : `<h3>As the reader sees it</h3>\n<iframe src="/messages/${message.id}/html" title="The HTML part of the message" sandbox></iframe>`}
${
  message.headers.length === 0
    ? ''
    : `<details><summary>All headers</summary>\n<dl>\n${terms(message.headers.map(({ name, value }) => [name, value] as const))}\n</dl></details>`
}`,
  );
}

export function missingPage(): string {
  return page('Not found', '<p class="empty">There is no such message. <a href="/">All messages</a></p>');
}
