import type { DemoPerson } from '../services.js';

/** The list to pick from: plain, so that nobody takes it for a sign-in page of an organisation. */
export function pickPage(people: readonly DemoPerson[], action: string): string {
  const rows = people.map(
    ({ id, name, roles, may }) =>
      `<li><p><button name="person" value="${escaped(id)}">${escaped(name)}</button> ${escaped(roles.join(', '))}: ${escaped(may)}</p></li>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign in to the demonstration</title></head><body><main><h1>Sign in to the demonstration</h1>
<p>Nobody here exists, and there are no passwords. Choose whom to be.</p>
<form method="post" action="${escaped(action)}"><ul>${rows.join('')}</ul></form></main></body></html>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
