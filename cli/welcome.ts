import type { Started } from './running/start.js';

/** What a person sees once everything runs: where it is, whom to act as, what to try next. */
export function welcome({ apiUrl, pagesUrl, mailUrl, temporalUiUrl, folder, logFile, tokens }: Started): string {
  const rows: [string, string | undefined][] = [
    ['Pages', pagesUrl === undefined ? undefined : `${pagesUrl}/   (open it in a browser, and choose whom to be)`],
    ['API', `${apiUrl}/v1   (described at ${apiUrl}/api)`],
    ['Mail sink', mailUrl === undefined ? undefined : `${mailUrl}   (list: ${mailUrl}/messages.json)`],
    ['Temporal', temporalUiUrl],
    ['Data folder', `${folder.path}${folder.kind === 'demo' ? '   (demonstration: no real children)' : ''}`],
    ['Log', logFile],
  ];
  const lines = [
    '',
    'Rollcall is running.',
    '',
    ...rows.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(12)} ${value}`])),
    '',
  ];
  if (tokens.length > 0) {
    const width = Math.max(...tokens.map((token) => token.id.length));
    lines.push(
      'People of the demonstration, with their tokens:',
      '',
      ...tokens.flatMap((t) => [
        `  ${t.id.padEnd(width)}  ${t.name} (${t.roles.join(', ')}): ${t.may}`,
        `  ${' '.repeat(width)}  ${t.token}`,
      ]),
      '',
      'Try next, in another terminal:',
      '',
      '  npx rollcall refer examples/bradford-referral.yaml     a school refers a child',
      '  npx rollcall show REFERENCE                            the enquiry, its checks and deadlines, and why',
      '  npx rollcall fast-forward REFERENCE --to 2026-12-31T10:00   its reminders, breach and escalation arrive in the mail sink',
      '',
    );
  }
  lines.push('Stop with Ctrl-C: every open case is here again at the next start.', '');
  return lines.join('\n');
}
